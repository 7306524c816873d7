package io.millrace.query.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** What a reply says, written once, and closed when that is over or nobody will hear it. */
public interface Body extends Closeable {

    /** Whoever writes to it knows nothing of a failure of the stream. Used by one thread. */
    void writeTo(OutputStream out) throws IOException;

    /** Gives back what it holds; does nothing if it holds nothing more. */
    @Override
    default void close() {}

    static Body of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /** Whose length is known before it is written. */
    record InMemory(byte[] bytes) implements Body {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }
}
