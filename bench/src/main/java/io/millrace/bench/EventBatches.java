package io.millrace.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Request bodies of a batch whose events differ in message id, person and page, each event {@value #EVENT_BYTES} bytes
 * of JSON. The body is built once; a new batch overwrites the digits in place, so that making load costs next to nothing.
 */
final class EventBatches {

    static final int EVENT_BYTES = 500;

    private static final int ID_DIGITS = 12;
    private static final int PERSON_DIGITS = 6;
    private static final String[] NAMES = {"page_viewed", "product_view", "added_toCart", "checked_out", "signed_in_ok"
    };

    private final byte[] body;
    private final int[] idAt;
    private final int[] personAt;
    private final int persons;

    EventBatches(int events, int persons) {
        this.persons = persons;
        this.idAt = new int[events];
        this.personAt = new int[events];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, "{\"batch\":[");
        for (int i = 0; i < events; i++) {
            int start = out.size();
            write(out, "{\"type\":\"track\",\"event\":\"" + NAMES[i % NAMES.length] + "\",\"messageId\":\"bench-");
            idAt[i] = out.size();
            write(out, "0".repeat(ID_DIGITS) + "\",\"userId\":\"user-");
            personAt[i] = out.size();
            write(
                    out,
                    "0".repeat(PERSON_DIGITS) + "\",\"timestamp\":\""
                            + Instant.now().minusSeconds(60) + "\",");
            write(out, "\"context\":{\"library\":{\"name\":\"bench\",\"version\":\"1\"},\"locale\":\"en-GB\"},");
            write(out, "\"properties\":{\"price\":" + (i % 90 + 10) + ".95,\"currency\":\"EUR\",\"quantity\":1,");
            write(out, "\"browser\":\"Firefox\",\"path\":\"/shop/item\",\"text\":\"");
            int end = EVENT_BYTES - "\"}}".length();
            write(out, "x".repeat(Math.max(0, end - (out.size() - start))) + "\"}}");
            if (out.size() - start != EVENT_BYTES) {
                throw new IllegalStateException("an event has " + (out.size() - start) + " bytes");
            }
            write(out, i < events - 1 ? "," : "");
        }
        write(out, "]}");
        this.body = out.toByteArray();
    }

    int events() {
        return idAt.length;
    }

    /** The next batch; its message ids count on from {@code firstId}. The array is reused. */
    byte[] batch(long firstId) {
        for (int i = 0; i < idAt.length; i++) {
            long id = firstId + i;
            digits(idAt[i], ID_DIGITS, id);
            digits(personAt[i], PERSON_DIGITS, Math.floorMod(id * 2_654_435_761L, persons));
        }
        return body;
    }

    private void digits(int at, int count, long value) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            body[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
