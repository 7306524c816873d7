package io.millrace.clickhouse;

import java.io.IOException;
import java.io.InputStream;

/** Reads an answer's body while it arrives; the stream ends with the answer and is closed by the client. */
@FunctionalInterface
public interface BodyReader<T> {

    T read(InputStream body) throws IOException;
}
