package io.millrace.flink.audience.contact;

import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.ContactStateCodec;
import io.millrace.core.event.Person;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A contact as keyed state holds it, without its profile and its runs, which are values of their own. Format 2: format, flags, timer,
 * epoch of the rules it was last judged under, version (eight bytes each), workspace, root person, where it went or its
 * slices as the flags say, and to the end the engine's bytes. Format 1, from before campaigns, is the same without the flag
 * for runs. Readers accept every older format. Not thread-safe.
 */
final class ContactCodec {

    private static final int FORMAT = 2;
    private static final int MOVED = 1;
    private static final int SLICES = 2;
    private static final int EXISTS = 4;
    private static final int RUNS = 8;

    private final DataOutputSerializer out = new DataOutputSerializer(512);
    private final DataInputDeserializer in = new DataInputDeserializer();

    /** The first bytes of a contact: enough to see whether it has to be judged. */
    record Head(String workspace, long epoch, boolean exists) {}

    byte[] write(Contact contact) throws IOException {
        ContactState state = contact.state;
        List<Slice> slices = contact.storedSlices();
        Person movedTo = contact.movedTo;
        out.clear();
        out.writeByte(FORMAT);
        out.writeByte((movedTo == null ? 0 : MOVED)
                | (slices == null ? 0 : SLICES)
                | (movedTo == null && state.exists() ? EXISTS : 0)
                | (contact.hasRuns() ? RUNS : 0));
        out.writeLong(contact.timer);
        out.writeLong(state.epoch());
        out.writeLong(contact.version());
        Bytes.write(out, contact.workspace);
        Bytes.write(out, contact.root);
        if (movedTo != null) {
            Bytes.write(out, movedTo);
        }
        if (slices != null) {
            Bytes.write(out, slices);
        }
        if (movedTo == null) {
            out.write(ContactStateCodec.hot(state));
        }
        return out.getCopyOfBuffer();
    }

    Head head(byte[] bytes) throws IOException {
        in.setBuffer(bytes);
        int flags = begin();
        in.readLong();
        long epoch = in.readLong();
        in.readLong();
        return new Head(Bytes.readText(in), epoch, (flags & EXISTS) != 0);
    }

    /**
     * @param profile asked for only if something needs it
     * @param runs likewise, and only if there are any
     */
    Contact read(byte[] bytes, Supplier<byte @Nullable []> profile, Supplier<byte @Nullable []> runs)
            throws IOException {
        in.setBuffer(bytes);
        int flags = begin();
        long timer = in.readLong();
        in.readLong();
        long version = in.readLong();
        String workspace = Bytes.readText(in);
        Person root = Bytes.readPerson(in);
        Person movedTo = (flags & MOVED) == 0 ? null : Bytes.readPerson(in);
        List<Slice> slices = (flags & SLICES) == 0 ? null : Bytes.readSlices(in);
        ContactState state;
        if (movedTo == null) {
            byte[] hot = new byte[in.available()];
            in.readFully(hot);
            state = ContactStateCodec.decode(hot, profile);
        } else {
            state = ContactState.unborn(root);
        }
        Contact contact = new Contact(workspace, root, state, timer, version, slices, movedTo);
        if ((flags & RUNS) != 0) {
            contact.runsFrom(runs);
        }
        return contact;
    }

    private int begin() throws IOException {
        int format = in.readByte();
        if (format < 1 || format > FORMAT) {
            throw new IOException("a contact of format " + format + ", this version reads up to " + FORMAT);
        }
        return in.readByte();
    }
}
