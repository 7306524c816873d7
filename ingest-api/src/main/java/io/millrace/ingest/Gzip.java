package io.millrace.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks a body in memory, up to a number of bytes; how small it was packed says nothing. */
final class Gzip {

    private static final int BUFFER_BYTES = 16 * 1024;

    private Gzip() {}

    /** A body that unpacks to more than is accepted. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int bytesMax) {
            super("the unpacked body has more than " + bytesMax + " bytes");
        }
    }

    /** Content-Encoding is not asked: SDKs and proxies get it wrong both ways, while JSON never begins like this. */
    static boolean isPacked(byte[] body) {
        return body.length >= 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    }

    static byte[] unpack(byte[] packed, int bytesMax) throws IOException {
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed), BUFFER_BYTES)) {
            byte[] body = unpacked.readNBytes(bytesMax);
            if (body.length == bytesMax && unpacked.read() >= 0) {
                throw new TooLargeException(bytesMax);
            }
            return body;
        }
    }
}
