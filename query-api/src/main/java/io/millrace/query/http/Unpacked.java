package io.millrace.query.http;

import io.javalin.http.ContentTooLargeResponse;
import io.millrace.query.request.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Bodies as they were before a client packed them with gzip. What a body begins with decides, not {@code Content-Encoding},
 * which clients and proxies get wrong: no JSON, CSV or NDJSON begins like gzip.
 */
final class Unpacked {

    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int BUFFER_BYTES = 16 * 1024;

    private Unpacked() {}

    /** Unpacks no more than a route takes, however little the packed body is. */
    static byte[] body(byte[] read, int bytesMax) {
        byte[] body = read;
        if (read.length >= 2 && (read[0] & 0xff) == MAGIC_1 && (read[1] & 0xff) == MAGIC_2) {
            try (InputStream unpacking = new GZIPInputStream(new ByteArrayInputStream(read), BUFFER_BYTES)) {
                body = unpacking.readNBytes(bytesMax + 1);
            } catch (IOException e) {
                throw damaged();
            }
        }
        if (body.length > bytesMax) {
            throw new ContentTooLargeResponse();
        }
        return body;
    }

    /** A body that is read as it comes. */
    static InputStream upload(InputStream sent) {
        BufferedInputStream buffered = new BufferedInputStream(sent, BUFFER_BYTES);
        try {
            buffered.mark(2);
            boolean packed = buffered.read() == MAGIC_1 && buffered.read() == MAGIC_2;
            buffered.reset();
            return packed ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
        } catch (IOException e) {
            throw damaged();
        }
    }

    private static RuntimeException damaged() {
        return Problem.of(400, "bad_encoding", "the body begins as gzip and cannot be unpacked")
                .exception();
    }
}
