package io.millrace.query.backfill;

import io.millrace.core.audience.Arrival;
import io.millrace.core.event.EventType;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads rows of {@code RowBinary} with the columns type, event, timestamp, received_at (both Int64 milliseconds),
 * partition (UInt16), offset (UInt64), user_id, anonymous_id, text.
 */
final class RowReader {

    private static final int BUFFER_BYTES = 1 << 18;

    private final DataInputStream in;

    RowReader(InputStream body) {
        this.in = new DataInputStream(new BufferedInputStream(body, BUFFER_BYTES));
    }

    /** The next row; empty at the end. */
    Optional<StoredEvent> next() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return Optional.empty();
        }
        in.reset();
        String typeText = text();
        EventType type = EventType.fromText(typeText)
                .orElseThrow(() -> new IOException("a stored event has the type " + typeText));
        String event = text();
        long timestamp = Long.reverseBytes(in.readLong());
        long receivedAt = Long.reverseBytes(in.readLong());
        int partition = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
        long offset = Long.reverseBytes(in.readLong());
        return Optional.of(new StoredEvent(
                type, event, timestamp, Arrival.of(receivedAt, partition, offset), text(), text(), text()));
    }

    private String text() throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the answer ends within a row");
            }
            length |= (next & 0x7f) << shift;
            if (next < 0x80) {
                break;
            }
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ends within a row");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
