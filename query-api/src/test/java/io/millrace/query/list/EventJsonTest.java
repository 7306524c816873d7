package io.millrace.query.list;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventJsonTest {

    @Test
    void numbersStayDigitForDigitAndMissingFieldsAreNull() {
        String stored = "{\"messageId\":\"m\",\"type\":\"track\",\"event\":\"b\\u00fcy é\",\"userId\":\"u\","
                + "\"context\":{\"a\":[1, 2.50]},\"properties\":{\"n\": 12345678901234567890123456789.1000e-3 },"
                + "\"extra\":-0.0,\"flag\":true,\"😀\":\"\\ud83d\"}";

        assertThat(EventJson.of(stored).text())
                .isEqualTo("{\"messageId\":\"m\",\"type\":\"track\",\"event\":\"b\\u00fcy é\",\"userId\":\"u\","
                        + "\"anonymousId\":null,\"timestamp\":null,\"originalTimestamp\":null,\"receivedAt\":null,"
                        + "\"context\":{\"a\":[1, 2.50]},\"properties\":{\"n\": 12345678901234567890123456789.1000e-3 },"
                        + "\"traits\":null,\"integrations\":null,\"extra\":-0.0,\"flag\":true,\"😀\":\"\\ud83d\"}");
    }

    @Test
    void cellsShowTextsBareAndTheRestAsJson() {
        EventJson event = EventJson.of("{\"event\":\"a \\\"b\\\"\",\"properties\":{\"n\":1.0},\"userId\":null}");

        assertThat(event.cell("event")).isEqualTo("a \"b\"");
        assertThat(event.cell("properties")).isEqualTo("{\"n\":1.0}");
        assertThat(event.cell("userId")).isEmpty();
    }

    @Test
    void aPayloadIsShownAsJsonWhereItIsJson() {
        assertThat(JsonText.jsonOrText("{\"a\":1.50}")).isEqualTo("{\"a\":1.50}");
        assertThat(JsonText.jsonOrText("5")).isEqualTo("5");
        assertThat(JsonText.jsonOrText("{\"a\":")).isEqualTo("\"{\\\"a\\\":\"");
        assertThat(JsonText.jsonOrText("1 2")).isEqualTo("\"1 2\"");
        assertThat(JsonText.jsonOrText("")).isEqualTo("\"\"");
    }
}
