package io.millrace.ingest.json;

import io.millrace.ingest.json.UnreadableJsonException.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One JSON value whose grammar and encoding have been checked, with what is to be said about single places in it. Literal
 * {@code NaN} and infinities, which JSON has not, have become {@code null}.
 */
public final class JsonDocument {

    /** Something at a place that spoils the event it lies in, and no other. */
    record Blemish(int offset, String text) {}

    private final byte[] bytes;
    private final int[] nulled;
    private final int[] nulledLengths;
    private final List<Blemish> blemishes;

    /**
     * @param nulled where a {@code null} stands for a literal, in the order of the text
     * @param nulledLengths of those literals as they came
     */
    JsonDocument(byte[] bytes, int[] nulled, int[] nulledLengths, List<Blemish> blemishes) {
        this.bytes = bytes;
        this.nulled = nulled;
        this.nulledLengths = nulledLengths;
        this.blemishes = List.copyOf(blemishes);
    }

    /** Checks a body; may change the bytes, which are the document's from now on. */
    public static JsonDocument read(byte[] body) throws UnreadableJsonException {
        if (Encoding.isWide(body)) {
            throw new UnreadableJsonException(Fault.BAD_ENCODING, "the body must be UTF-8, it looks like UTF-16");
        }
        byte[] bytes = Encoding.hasByteOrderMark(body) ? Arrays.copyOfRange(body, 3, body.length) : body;
        if (Encoding.hasByteOrderMark(bytes)) {
            // The parser would pass over it too, and take every place behind it for one three bytes further on.
            throw new UnreadableJsonException(Fault.MALFORMED_JSON, "the body begins with two byte order marks");
        }
        if (!Encoding.mend(bytes)) {
            throw new UnreadableJsonException(Fault.BAD_ENCODING, "the body must be UTF-8");
        }
        return new JsonGrammar(bytes).check();
    }

    public JsonValue root() {
        int start = JsonScan.skipSpace(bytes, 0);
        return new JsonValue(bytes, start, JsonScan.endOfValue(bytes, start));
    }

    /** Whether a literal NaN or infinity stood inside this value. */
    public boolean nulledWithin(JsonValue value) {
        int first = firstNulledWithin(value);
        return first < nulled.length && nulled[first] < value.end();
    }

    /** How many bytes the client wrote for this value. */
    public int lengthAsSent(JsonValue value) {
        int length = value.length();
        for (int i = firstNulledWithin(value); i < nulled.length && nulled[i] < value.end(); i++) {
            length += nulledLengths[i] - LiteralMending.NULL_LENGTH;
        }
        return length;
    }

    private int firstNulledWithin(JsonValue value) {
        int index = Arrays.binarySearch(nulled, value.start());
        return index < 0 ? -index - 1 : index;
    }

    /** What makes this value unusable, for a person; empty if nothing does. */
    public Optional<String> blemishWithin(JsonValue value) {
        for (Blemish blemish : blemishes) {
            if (blemish.offset() >= value.start() && blemish.offset() < value.end()) {
                return Optional.of(blemish.text());
            }
        }
        return Optional.empty();
    }
}
