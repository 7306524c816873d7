package io.millrace.streams.record;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.core.event.EventFlag;
import io.millrace.core.event.Timestamps;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Composes the JSON text of an event as it is stored and as people get it back: ids, name and times first, then the
 * client's own fields byte for byte, with {@code context.millrace.flags} where something was bent.
 */
public final class EventText {

    private static final byte[] CONTEXT_START = "{\"context\":{".getBytes(StandardCharsets.US_ASCII);

    private EventText() {}

    /** Whether a record's body is one that a text can be composed of. Every body of ours is. */
    public static boolean composes(byte[] body) {
        return body.length > CONTEXT_START.length
                && Arrays.equals(body, 0, CONTEXT_START.length, CONTEXT_START, 0, CONTEXT_START.length)
                && body[body.length - 1] == '}';
    }

    public static byte[] compose(EventRecord record, long timestampMillis, long receivedMillis, Set<EventFlag> flags) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(record.body().length + 320);
        field(text, "{\"messageId\":", record.messageId());
        field(text, ",\"type\":", record.type().text());
        field(text, ",\"event\":", record.event());
        field(text, ",\"userId\":", record.userId());
        field(text, ",\"anonymousId\":", record.anonymousId());
        field(text, ",\"timestamp\":", Timestamps.format(timestampMillis));
        field(text, ",\"receivedAt\":", Timestamps.format(receivedMillis));
        text.write(',');
        byte[] body = record.body();
        if (flags.isEmpty()) {
            text.write(body, 1, body.length - 1);
            return text.toByteArray();
        }
        text.write(CONTEXT_START, 1, CONTEXT_START.length - 1);
        String names = flags.stream().map(flag -> '"' + flag.text() + '"').collect(Collectors.joining(","));
        text.writeBytes(("\"millrace\":{\"flags\":[" + names + "]}").getBytes(StandardCharsets.US_ASCII));
        int contextRest = CONTEXT_START.length;
        if (body[contextRest] != '}') {
            text.write(',');
        }
        text.write(body, contextRest, body.length - contextRest);
        return text.toByteArray();
    }

    private static void field(ByteArrayOutputStream text, String start, @Nullable String value) {
        text.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
        if (value == null) {
            text.writeBytes("null".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        text.write('"');
        text.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(value));
        text.write('"');
    }
}
