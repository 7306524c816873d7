package io.millrace.query.contact;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Lets no more than so many characters pass for one record, so that a missing quote cannot fill the memory. */
final class RecordBound extends FilterReader {

    private final long charactersMax;
    private long characters;

    RecordBound(Reader in, long charactersMax) {
        super(in);
        this.charactersMax = charactersMax;
    }

    /** A new record begins. Readers read ahead, so the bound holds only roughly. */
    void begin() {
        characters = 0;
    }

    @Override
    public int read() throws IOException {
        int c = super.read();
        count(c < 0 ? 0 : 1);
        return c;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        int read = super.read(buffer, from, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws IOException {
        characters += read;
        if (characters > charactersMax) {
            throw new TooLong();
        }
    }

    /** A record is longer than any may be. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
