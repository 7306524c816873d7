package io.millrace.core.backtest;

import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.ContactStateCodec;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.campaign.engine.ContactRunsCodec;
import io.millrace.core.campaign.engine.SlotRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Contacts that wait for a slot, on disk: each with its state, which is written anew where it stands as long as there is
 * room, and with the rows that are still to come. Used by one thread.
 */
final class WaitingContacts implements AutoCloseable {

    /** Of a slot: its capacity and length, and where the rows begin and end. */
    private static final int HEAD_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

    private final SpillFile file;

    WaitingContacts(Path folder, long bytesMax) throws IOException {
        this.file = new SpillFile(folder, bytesMax);
    }

    /** A contact that was fetched, and where it stands. */
    record Fetched(ReplayedContact contact, long place, SpilledRows rows) {}

    /** Puts a contact down with all rows that it has not taken yet; answers its place. */
    long put(ReplayedContact contact) throws IOException {
        long begin = file.end();
        for (HistoryRow row = contact.rows.take(); row != null; row = contact.rows.take()) {
            byte[] bytes = SpilledRows.bytes(row);
            file.append(bytes, bytes.length);
        }
        return append(state(contact), begin, file.end());
    }

    /** Puts a contact back that was fetched; answers its place, which may be another. */
    long putBack(Fetched fetched) throws IOException {
        byte[] state = state(fetched.contact());
        byte[] head = new byte[HEAD_BYTES];
        file.read(fetched.place(), head, HEAD_BYTES);
        int capacity = ByteBuffer.wrap(head).getInt();
        if (state.length > capacity) {
            return append(state, fetched.rows().begin(), fetched.rows().end());
        }
        byte[] slot = slot(
                capacity,
                state,
                HEAD_BYTES + state.length,
                fetched.rows().begin(),
                fetched.rows().end());
        file.replace(fetched.place(), slot, slot.length);
        return fetched.place();
    }

    Fetched fetch(long place) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        file.read(place, head, HEAD_BYTES);
        ByteBuffer in = ByteBuffer.wrap(head);
        in.getInt();
        byte[] state = new byte[in.getInt()];
        SpilledRows rows = new SpilledRows(file, in.getLong(), in.getLong());
        file.read(place + HEAD_BYTES, state, state.length);
        return new Fetched(contact(state, new Rows(rows)), place, rows);
    }

    private long append(byte[] state, long rowsBegin, long rowsEnd) throws IOException {
        long place = file.end();
        int capacity = Math.max(256, Integer.highestOneBit(state.length) << 1);
        byte[] slot = slot(capacity, state, HEAD_BYTES + capacity, rowsBegin, rowsEnd);
        file.append(slot, slot.length);
        return place;
    }

    private static byte[] slot(int capacity, byte[] state, int length, long rowsBegin, long rowsEnd) {
        return ByteBuffer.allocate(length)
                .putInt(capacity)
                .putInt(state.length)
                .putLong(rowsBegin)
                .putLong(rowsEnd)
                .put(state)
                .array();
    }

    private static byte[] state(ReplayedContact contact) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        DataOutputStream out = new DataOutputStream(bytes);
        write(ContactStateCodec.hot(contact.state), out);
        write(ContactStateCodec.profile(contact.state), out);
        write(ContactRunsCodec.encode(contact.runs), out);
        out.writeLong(contact.nextWake);
        out.writeInt(contact.appointment);
        out.writeInt(contact.needed.size());
        for (SlotRequest request : contact.needed.values()) {
            out.writeLong(request.dueAt());
            SpilledRows.write(request.contact(), out);
            SpilledRows.write(request.run(), out);
        }
        out.writeInt(contact.held.size());
        for (var held : contact.held.entrySet()) {
            SpilledRows.write(held.getKey(), out);
            out.writeLong(held.getValue());
        }
        return bytes.toByteArray();
    }

    private static ReplayedContact contact(byte[] bytes, Rows rows) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        byte[] hot = in.readNBytes(in.readInt());
        byte @Nullable [] profile = in.readNBytes(in.readInt());
        ContactState state = ContactStateCodec.decode(hot, () -> profile);
        ContactRuns runs = ContactRunsCodec.decode(in.readNBytes(in.readInt()));
        ReplayedContact contact = new ReplayedContact(state, runs, rows);
        contact.nextWake = in.readLong();
        contact.appointment = in.readInt();
        for (int left = in.readInt(); left > 0; left--) {
            SlotRequest request = new SlotRequest(in.readLong(), SpilledRows.text(in), SpilledRows.text(in));
            contact.needed.put(request.run(), request);
        }
        for (int left = in.readInt(); left > 0; left--) {
            contact.held.put(SpilledRows.text(in), in.readLong());
        }
        return contact;
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
