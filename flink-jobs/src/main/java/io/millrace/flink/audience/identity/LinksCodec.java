package io.millrace.flink.audience.identity;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.identity.AnonymousLinks;
import io.millrace.core.audience.identity.Slice;
import io.millrace.core.event.Person;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** Links as state. Format 1: format, seen, number of slices; of each arrival, its sequence and the external id. */
final class LinksCodec {

    private static final int FORMAT = 1;

    private LinksCodec() {}

    static byte[] encode(AnonymousLinks links) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        DataOutputViewStreamWrapper out = new DataOutputViewStreamWrapper(new DataOutputStream(bytes));
        out.writeByte(FORMAT);
        out.writeBoolean(links.seen());
        out.writeInt(links.slices().size());
        for (Slice slice : links.slices()) {
            out.writeLong(slice.from().millis());
            out.writeLong(slice.from().sequence());
            StringValue.writeString(slice.owner().id(), out);
        }
        out.flush();
        return bytes.toByteArray();
    }

    /** @param bytes null for an id that nothing is known of */
    static AnonymousLinks decode(byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            return AnonymousLinks.NONE;
        }
        DataInputViewStreamWrapper in =
                new DataInputViewStreamWrapper(new DataInputStream(new ByteArrayInputStream(bytes)));
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("links of format " + format + ", this version reads " + FORMAT);
        }
        boolean seen = in.readBoolean();
        int count = in.readInt();
        List<Slice> slices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Arrival from = new Arrival(in.readLong(), in.readLong());
            slices.add(new Slice(from, new Person(Person.Kind.USER, StringValue.readString(in))));
        }
        return new AnonymousLinks(seen, slices);
    }
}
