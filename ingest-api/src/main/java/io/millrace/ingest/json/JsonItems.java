package io.millrace.ingest.json;

/** Goes over the items of an array, one after the other. */
public final class JsonItems {

    private final byte[] bytes;
    private int at;
    private int start;

    /** Before the first item; {@link #next} goes to it. */
    public JsonItems(JsonValue array) {
        this.bytes = array.bytes();
        this.at = array.start() + 1;
    }

    public boolean next() {
        at = JsonScan.skipSpace(bytes, at);
        if (bytes[at] == ']') {
            return false;
        }
        if (bytes[at] == ',') {
            at = JsonScan.skipSpace(bytes, at + 1);
        }
        start = at;
        at = JsonScan.endOfValue(bytes, start);
        return true;
    }

    public JsonValue value() {
        return new JsonValue(bytes, start, at);
    }
}
