package io.millrace.ingest.json;

/**
 * One pass over a body before it is parsed: is it UTF-8, and where does an escape name half a surrogate pair? Such a half
 * has no UTF-8 form and would break whoever decodes and writes it later, so its six bytes become {@code \ufffd}, the
 * replacement character, in place.
 */
final class Encoding {

    private static final int ESCAPE_LENGTH = 6;

    private Encoding() {}

    /** Whether the first bytes are those of UTF-16 or UTF-32. */
    static boolean isWide(byte[] bytes) {
        if (bytes.length >= 2) {
            int mark = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
            if (mark == 0xfeff || mark == 0xfffe) {
                return true;
            }
        }
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
    }

    /** Mends lone surrogates in place; false if the bytes are not UTF-8. */
    static boolean mend(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            byte next = bytes[at];
            if (next < 0) {
                int length = sequenceLength(bytes, at);
                if (length == 0) {
                    return false;
                }
                at += length;
            } else if (next != '\\') {
                at++;
            } else if (at + 1 < bytes.length && bytes[at + 1] == 'u') {
                at += mendEscape(bytes, at);
            } else {
                at += 2;
            }
        }
        return true;
    }

    /** The length of the sequence at this place, 0 if it is none (RFC 3629, section 4). */
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        int second = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isTail(second) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int least = lead == 0xe0 ? 0xa0 : 0x80;
            int most = lead == 0xed ? 0x9f : 0xbf;
            return second >= least && second <= most && isTailAt(bytes, at + 2) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int least = lead == 0xf0 ? 0x90 : 0x80;
            int most = lead == 0xf4 ? 0x8f : 0xbf;
            boolean fits = second >= least && second <= most;
            return fits && isTailAt(bytes, at + 2) && isTailAt(bytes, at + 3) ? 4 : 0;
        }
        return 0;
    }

    private static boolean isTailAt(byte[] bytes, int at) {
        return at < bytes.length && isTail(bytes[at] & 0xff);
    }

    private static boolean isTail(int value) {
        return value >= 0x80 && value <= 0xbf;
    }

    private static int mendEscape(byte[] bytes, int at) {
        int unit = unit(bytes, at);
        if (unit < 0) {
            return 2;
        }
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return ESCAPE_LENGTH;
        }
        if (unit <= Character.MAX_HIGH_SURROGATE) {
            int low = unit(bytes, at + ESCAPE_LENGTH);
            if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
                return 2 * ESCAPE_LENGTH;
            }
        }
        bytes[at + 2] = 'f';
        bytes[at + 3] = 'f';
        bytes[at + 4] = 'f';
        bytes[at + 5] = 'd';
        return ESCAPE_LENGTH;
    }

    /** The UTF-16 unit that a whole escape at this place names, else -1. */
    private static int unit(byte[] bytes, int at) {
        if (at + ESCAPE_LENGTH > bytes.length || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
