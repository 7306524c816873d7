package io.millrace.cli.importing;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Physical lines with their numbers, counted from 1. A line that is too long is cut, so memory stays bounded. */
final class LineReader implements Closeable {

    /** No event may be nearly this long. */
    static final int LINE_CHARS_MAX = 4 * 1024 * 1024;

    /** A line without its end. */
    record Line(long number, String text, boolean cut) {}

    private final Reader reader;
    private final char[] buffer = new char[64 * 1024];
    private int at;
    private int end;
    private long number;

    LineReader(Reader reader) {
        this.reader = reader;
    }

    /** The next line, null at the end. */
    @Nullable
    Line next() throws IOException {
        if (at == end && !fill()) {
            return null;
        }
        number++;
        StringBuilder longer = new StringBuilder();
        boolean cut = false;
        do {
            int start = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            int room = Math.min(at - start, LINE_CHARS_MAX - longer.length());
            cut |= room < at - start;
            if (at < end && longer.length() == 0) {
                String line = new String(buffer, start, room);
                at++;
                return new Line(number, withoutReturn(line), cut);
            }
            longer.append(buffer, start, room);
        } while (at == end && fill());
        if (at < end) {
            at++;
        }
        return new Line(number, withoutReturn(longer.toString()), cut);
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, reader.read(buffer));
        if (end > 0 && number == 0 && buffer[0] == '\uFEFF') {
            at = 1;
            return at < end || fill();
        }
        return end > 0;
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
