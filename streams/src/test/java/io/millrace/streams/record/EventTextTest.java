package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.EventFlag;
import io.millrace.core.event.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventTextTest {

    private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();

    @Test
    void clientsFieldsFollowByteForByte() {
        String body = "{\"context\":{},\"properties\":{\"amount\":12345678901234567890.10,\"e\":1E5},\"x\":[1]}";

        assertThat(compose(body, Set.of()))
                .isEqualTo("{\"messageId\":\"m\\\"1\",\"type\":\"track\",\"event\":\"order\",\"userId\":\"u1\","
                        + "\"anonymousId\":null,\"timestamp\":\"2026-03-02T11:59:59.000Z\","
                        + "\"receivedAt\":\"2026-03-02T12:00:00.000Z\",\"context\":{},"
                        + "\"properties\":{\"amount\":12345678901234567890.10,\"e\":1E5},\"x\":[1]}");
    }

    @Test
    void flagsStandInTheContext() {
        assertThat(compose("{\"context\":{}}", EnumSet.of(EventFlag.FUTURE_TIMESTAMP)))
                .endsWith(",\"context\":{\"millrace\":{\"flags\":[\"future_timestamp\"]}}}");
        assertThat(compose("{\"context\":{\"ip\":\"::1\"}}", EnumSet.allOf(EventFlag.class)))
                .endsWith(
                        ",\"context\":{\"millrace\":{\"flags\":[\"nan_as_null\",\"future_timestamp\"]},\"ip\":\"::1\"}}");
    }

    private static String compose(String body, Set<EventFlag> flags) {
        EventRecord record = new EventRecord(
                "ws_a",
                "key_1",
                "",
                EventType.TRACK,
                "m\"1",
                "order",
                "u1",
                null,
                null,
                null,
                0,
                body.getBytes(StandardCharsets.UTF_8));
        return new String(EventText.compose(record, NOON - 1000, NOON, flags), StandardCharsets.UTF_8);
    }
}
