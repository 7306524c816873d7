package io.millrace.cli.sending;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Events that go out in one request.
 *
 * @param first the position of the first event in the whole, counted from 1; the others follow without a gap
 * @param events each one JSON object in UTF-8
 */
public record Batch(long first, List<byte[]> events) {

    private static final byte[] START = "{\"batch\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    public Batch {
        if (first < 1 || events.isEmpty()) {
            throw new IllegalArgumentException("a batch has events, at positions from 1");
        }
        events = List.copyOf(events);
    }

    public int size() {
        return events.size();
    }

    /** The position of the last event. */
    public long last() {
        return first + events.size() - 1;
    }

    byte[] body() {
        int length = events.stream().mapToInt(event -> event.length + 1).sum();
        ByteArrayOutputStream body = new ByteArrayOutputStream(length + START.length + END.length);
        body.writeBytes(START);
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(events.get(i));
        }
        body.writeBytes(END);
        return body.toByteArray();
    }

    Batch firstHalf() {
        return new Batch(first, events.subList(0, events.size() / 2));
    }

    Batch secondHalf() {
        int half = events.size() / 2;
        return new Batch(first + half, events.subList(half, events.size()));
    }
}
