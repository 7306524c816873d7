package io.millrace.flink.audience.contact;

import io.millrace.core.event.Person;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The primitives that the stage's own formats share: texts and byte arrays with their length, persons, slices. */
final class Bytes {

    private Bytes() {}

    static void write(DataOutput out, byte[] bytes) throws IOException {
        unsigned(out, bytes.length);
        out.write(bytes);
    }

    static byte[] read(DataInput in) throws IOException {
        byte[] bytes = new byte[unsigned(in)];
        in.readFully(bytes);
        return bytes;
    }

    static void write(DataOutput out, String text) throws IOException {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String readText(DataInput in) throws IOException {
        return new String(read(in), StandardCharsets.UTF_8);
    }

    static void write(DataOutput out, Person person) throws IOException {
        out.writeByte(person.kind() == Person.Kind.USER ? 'u' : 'a');
        write(out, person.id());
    }

    static Person readPerson(DataInput in) throws IOException {
        byte kind = in.readByte();
        if (kind != 'u' && kind != 'a') {
            throw new IOException("a person of kind " + kind);
        }
        return new Person(kind == 'u' ? Person.Kind.USER : Person.Kind.ANONYMOUS, readText(in));
    }

    static void write(DataOutput out, List<Slice> slices) throws IOException {
        unsigned(out, slices.size());
        for (Slice slice : slices) {
            write(out, slice.person());
            // Arrivals are not negative: the bits of one that has ended are turned over.
            out.writeLong(slice.ended() ? ~slice.fromMillis() : slice.fromMillis());
        }
    }

    static List<Slice> readSlices(DataInput in) throws IOException {
        int count = unsigned(in);
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Person person = readPerson(in);
            long from = in.readLong();
            slices.add(from < 0 ? new Slice(person, ~from, true) : new Slice(person, from));
        }
        return slices;
    }

    static void unsigned(DataOutput out, int value) throws IOException {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.writeByte(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    static int unsigned(DataInput in) throws IOException {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = in.readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number of more than five bytes");
    }
}
