package io.millrace.ingest;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks a body in memory, up to a number of bytes; how small it was packed says nothing. Goes over the members (RFC
 * 1952, section 2.2) in a loop: the JDK's stream calls itself for each empty one, and a body has room for enough of them
 * to overflow the stack.
 */
final class Gzip {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA_FIELD = 4;
    private static final int FILE_NAME = 8;
    private static final int COMMENT = 16;

    private final byte[] packed;
    private final int bytesMax;
    private final ByteArrayOutputStream unpacked;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final CRC32 checksum = new CRC32();
    private int at;

    private Gzip(byte[] packed, int bytesMax) {
        this.packed = packed;
        this.bytesMax = bytesMax;
        this.unpacked = new ByteArrayOutputStream(Math.min(bytesMax, Math.max(BUFFER_BYTES, 4 * packed.length)));
    }

    /** A body that unpacks to more than is accepted. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int bytesMax) {
            super("the unpacked body has more than " + bytesMax + " bytes");
        }
    }

    /** Content-Encoding is not asked: SDKs and proxies get it wrong both ways, while JSON never begins like this. */
    static boolean isPacked(byte[] body) {
        return isMember(body, 0);
    }

    private static boolean isMember(byte[] bytes, int at) {
        return bytes.length >= at + 2 && bytes[at] == 0x1f && bytes[at + 1] == (byte) 0x8b;
    }

    static byte[] unpack(byte[] packed, int bytesMax) throws IOException {
        return new Gzip(packed, bytesMax).members();
    }

    /** What stands behind the last member is padding. */
    private byte[] members() throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            do {
                header();
                data(inflater);
                trailer();
            } while (isMember(packed, at));
        } catch (DataFormatException e) {
            throw new ZipException(String.valueOf(e.getMessage()));
        } finally {
            inflater.end();
        }
        return unpacked.toByteArray();
    }

    private void header() throws IOException {
        int start = at;
        skip(HEADER_BYTES);
        if (packed[start + 2] != DEFLATE) {
            throw new ZipException("unknown compression method");
        }
        int flags = packed[start + 3];
        if ((flags & EXTRA_FIELD) != 0) {
            skip(2);
            skip((packed[at - 2] & 0xff) | (packed[at - 1] & 0xff) << 8);
        }
        if ((flags & FILE_NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
    }

    private void data(Inflater inflater) throws IOException, DataFormatException {
        inflater.reset();
        inflater.setInput(packed, at, packed.length - at);
        checksum.reset();
        while (!inflater.finished()) {
            int count = inflater.inflate(buffer);
            if (count == 0 && !inflater.finished()) {
                throw new EOFException("it ends too early");
            }
            if (unpacked.size() + count > bytesMax) {
                throw new TooLargeException(bytesMax);
            }
            checksum.update(buffer, 0, count);
            unpacked.write(buffer, 0, count);
        }
        at = packed.length - inflater.getRemaining();
    }

    private void trailer() throws IOException {
        skip(TRAILER_BYTES);
        long expected = 0;
        for (int i = 0; i < 4; i++) {
            expected |= (packed[at - TRAILER_BYTES + i] & 0xffL) << 8 * i;
        }
        if (expected != checksum.getValue()) {
            throw new ZipException("the checksum is another");
        }
    }

    private void skip(int count) throws EOFException {
        if (packed.length - at < count) {
            throw new EOFException("it ends too early");
        }
        at += count;
    }

    private void skipText() throws EOFException {
        do {
            skip(1);
        } while (packed[at - 1] != 0);
    }
}
