package io.millrace.ingest.json;

/** Finds the ends of things in bytes that {@link JsonGrammar} has checked; anything else may run past the end. */
final class JsonScan {

    private JsonScan() {}

    static int skipSpace(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t') {
            at++;
        }
        return at;
    }

    /** Behind the value that begins here. */
    static int endOfValue(byte[] bytes, int from) {
        return switch (bytes[from]) {
            case '"' -> endOfString(bytes, from);
            case '{', '[' -> endOfNested(bytes, from);
            default -> endOfWord(bytes, from);
        };
    }

    /** Behind the closing quote. */
    static int endOfString(byte[] bytes, int from) {
        int at = from + 1;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static int endOfNested(byte[] bytes, int from) {
        int depth = 0;
        int at = from;
        do {
            switch (bytes[at]) {
                case '"' -> at = endOfString(bytes, at);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
        return at;
    }

    private static int endOfWord(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length) {
            byte next = bytes[at];
            if (next == ',' || next == '}' || next == ']' || next <= ' ') {
                return at;
            }
            at++;
        }
        return at;
    }
}
