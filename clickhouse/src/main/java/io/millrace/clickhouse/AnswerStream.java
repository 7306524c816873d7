package io.millrace.clickhouse;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer's body that remembers its end: when a statement fails after its first bytes were sent, ClickHouse writes
 * the error behind them and breaks the connection off.
 */
final class AnswerStream extends FilterInputStream {

    private static final int REMEMBERED_BYTES = 16_384;
    private static final Pattern FAILURE = Pattern.compile(
            "__exception__\\r\\n\\w+\\r\\n(Code: (\\d+)\\..*)\\n\\d+ \\w+\\r\\n__exception__", Pattern.DOTALL);

    private final byte[] ring = new byte[REMEMBERED_BYTES];
    private long count;

    AnswerStream(InputStream body) {
        super(body);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            ring[(int) (count++ % REMEMBERED_BYTES)] = (byte) one;
        }
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        int first = Math.max(0, read - REMEMBERED_BYTES);
        for (int i = first; i < read; i++) {
            ring[(int) ((count + i) % REMEMBERED_BYTES)] = buffer[offset + i];
        }
        count += Math.max(0, read);
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The statement's failure if the body read so far ends with one. */
    Optional<ClickHouseException> failure(IOException cause) {
        Matcher end = FAILURE.matcher(remembered());
        return end.find()
                ? Optional.of(new ClickHouseException(Integer.parseInt(end.group(2)), end.group(1), cause))
                : Optional.empty();
    }

    private String remembered() {
        int length = (int) Math.min(count, REMEMBERED_BYTES);
        byte[] tail = new byte[length];
        for (int i = 0; i < length; i++) {
            tail[i] = ring[(int) ((count - length + i) % REMEMBERED_BYTES)];
        }
        return new String(tail, StandardCharsets.UTF_8);
    }
}
