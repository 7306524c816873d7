package io.millrace.ingest.json;

/** Goes over the fields of an object, one after the other. */
public final class JsonFields {

    private final byte[] bytes;
    private int at;
    private int nameStart;
    private int nameEnd;
    private int valueStart;

    /** Before the first field; {@link #next} goes to it. */
    public JsonFields(JsonValue object) {
        this.bytes = object.bytes();
        this.at = object.start() + 1;
    }

    public boolean next() {
        at = JsonScan.skipSpace(bytes, at);
        if (bytes[at] == '}') {
            return false;
        }
        if (bytes[at] == ',') {
            at = JsonScan.skipSpace(bytes, at + 1);
        }
        nameStart = at;
        nameEnd = JsonScan.endOfString(bytes, at);
        int colon = JsonScan.skipSpace(bytes, nameEnd);
        valueStart = JsonScan.skipSpace(bytes, colon + 1);
        at = JsonScan.endOfValue(bytes, valueStart);
        return true;
    }

    public String name() {
        return JsonString.decode(bytes, nameStart + 1, nameEnd - 1);
    }

    public JsonValue value() {
        return new JsonValue(bytes, valueStart, at);
    }

    JsonField field() {
        return new JsonField(nameStart, value());
    }
}
