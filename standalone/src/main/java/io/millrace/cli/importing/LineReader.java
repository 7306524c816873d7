package io.millrace.cli.importing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** Physical lines with their numbers, counted from 1. A line that is too long is cut, so memory stays bounded. */
final class LineReader implements Closeable {

    /** No event may be nearly this long. */
    static final int LINE_CHARS_MAX = 4 * 1024 * 1024;

    /** Stands for bytes that are no text in the charset; no text holds it, as Unicode promises. */
    private static final char NO_TEXT = '\uFFFF';

    /** A line without its end. */
    record Line(long number, String text, boolean cut) {
        boolean readable() {
            return LineReader.readable(text);
        }
    }

    /** Why a line is not readable. */
    static final String UNREADABLE =
            "bytes are found that are no text in the file's charset; --charset names another, say windows-1252";

    private final Reader reader;
    private final char[] buffer = new char[64 * 1024];
    private int at;
    private int end;
    private long number;

    LineReader(Reader reader) {
        this.reader = reader;
    }

    LineReader(InputStream bytes, Charset charset) {
        this(new InputStreamReader(bytes, decoder(charset)));
    }

    /** What cannot be read must be told, not stored as a question mark. */
    private static CharsetDecoder decoder(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(String.valueOf(NO_TEXT));
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

    static boolean readable(String text) {
        return text.indexOf(NO_TEXT) < 0;
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
