package io.millrace.core.backtest;

import io.millrace.core.audience.Arrival;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rows in a {@link SpillFile}, each after its length in four bytes. Used by one thread. */
final class SpilledRows implements HistoryRows {

    private static final int BUFFER_BYTES = 4_096;
    private static final HistoryRow.What[] KINDS = HistoryRow.What.values();

    private final SpillFile file;
    private final long end;
    private long begin;
    private long next;
    private byte[] buffer = new byte[0];
    private long bufferAt;

    SpilledRows(SpillFile file, long begin, long end) {
        this.file = file;
        this.begin = begin;
        this.next = begin;
        this.end = end;
    }

    /** Where the row begins that was answered last, which whoever looks ahead has not taken yet. */
    long begin() {
        return begin;
    }

    long end() {
        return end;
    }

    @Override
    public @Nullable HistoryRow next() throws IOException {
        begin = next;
        if (next == end) {
            return null;
        }
        need(Integer.BYTES);
        int length =
                ByteBuffer.wrap(buffer, (int) (next - bufferAt), Integer.BYTES).getInt();
        need(Integer.BYTES + length);
        HistoryRow row = row(
                new DataInputStream(new ByteArrayInputStream(buffer, (int) (next - bufferAt) + Integer.BYTES, length)));
        next += Integer.BYTES + length;
        return row;
    }

    /** Has so many bytes in the buffer from the next one on. */
    private void need(int bytes) throws IOException {
        if (next + bytes > bufferAt + buffer.length) {
            buffer = new byte[(int) Math.min(end - next, Math.max(bytes, BUFFER_BYTES))];
            bufferAt = next;
            file.read(next, buffer, buffer.length);
        }
    }

    static byte[] bytes(HistoryRow row) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0);
        out.writeByte(row.what().ordinal());
        write(row.type(), out);
        write(row.name(), out);
        out.writeLong(row.timestamp());
        out.writeLong(row.arrival().millis());
        out.writeLong(row.arrival().sequence());
        write(row.messageId(), out);
        write(row.userId(), out);
        write(row.anonymousId(), out);
        write(row.text(), out);
        byte[] all = bytes.toByteArray();
        ByteBuffer.wrap(all).putInt(all.length - Integer.BYTES);
        return all;
    }

    private static HistoryRow row(DataInputStream in) throws IOException {
        HistoryRow.What what = KINDS[in.readByte()];
        String type = text(in);
        String name = text(in);
        long timestamp = in.readLong();
        Arrival arrival = new Arrival(in.readLong(), in.readLong());
        return new HistoryRow(what, type, name, timestamp, arrival, text(in), text(in), text(in), text(in));
    }

    static void write(String text, DataOutputStream out) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
