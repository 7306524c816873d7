package io.millrace.flink.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonPathsTest {

    private final JsonPaths paths = new JsonPaths();

    @Test
    void scalarsStandByDottedPathDigitForDigit() throws IOException {
        read("{\"context\":{},\"properties\":{\"a\":1.50,\"b\":{\"c\":true,\"d\":{\"e\":\"x\"}},"
                + "\"big\":123456789012345678901234567890.12,\"exp\":1E400}}");

        assertThat(paths.properties())
                .isEqualTo(Map.of(
                        "a", "1.50",
                        "b.c", "true",
                        "b.d.e", "x",
                        "big", "123456789012345678901234567890.12",
                        "exp", "1E400"));
    }

    @Test
    void nullAndTheEmptyTextAreAbsentButZeroAndFalseAreNot() throws IOException {
        read("{\"context\":{},\"traits\":{\"a\":null,\"b\":\"\",\"c\":0,\"d\":false,\"e\":{},\"f\":\" \"}}");

        assertThat(paths.traits()).isEqualTo(Map.of("c", "0", "d", "false", "f", " "));
    }

    @Test
    void listsStandAsTheirJsonText() throws IOException {
        read("{\"context\":{\"é\":[1, {\"a\":[2.0]},\"ü\"],\"after\":\"x\"}}");

        assertThat(paths.context()).isEqualTo(Map.of("é", "[1, {\"a\":[2.0]},\"ü\"]", "after", "x"));
    }

    @Test
    void otherFieldsAndSectionsThatAreNoObjectsArePassedOver() throws IOException {
        read(
                "{\"context\":{\"a\":1},\"integrations\":{\"All\":false},\"properties\":[1],\"traits\":\"x\",\"extra\":{}}");

        assertThat(paths.context()).isEqualTo(Map.of("a", "1"));
        assertThat(paths.properties()).isEmpty();
        assertThat(paths.traits()).isEmpty();
    }

    @Test
    void objectsNestedTooDeeplyStandAsJsonText() throws IOException {
        String nested = "{\"k\":".repeat(JsonPaths.DEPTH_MAX + 1) + "1" + "}".repeat(JsonPaths.DEPTH_MAX + 1);
        read("{\"context\":" + nested + "}");

        assertThat(paths.context()).isEqualTo(Map.of("k" + ".k".repeat(JsonPaths.DEPTH_MAX - 1), "{\"k\":1}"));
    }

    @Test
    void pathsPastTheMostAreLeftOut() throws IOException {
        StringBuilder properties = new StringBuilder("{\"k0\":0");
        for (int i = 1; i <= JsonPaths.ENTRIES_MAX; i++) {
            properties.append(",\"k").append(i).append("\":").append(i);
        }
        read("{\"context\":{},\"properties\":" + properties + "}}");

        assertThat(paths.properties()).hasSize(JsonPaths.ENTRIES_MAX).doesNotContainKey("k" + JsonPaths.ENTRIES_MAX);
    }

    @Test
    void nothingIsLeftOfTheEventBefore() throws IOException {
        read("{\"context\":{\"a\":1},\"properties\":{\"b\":2}}");
        read("{\"context\":{}}");

        assertThat(paths.context()).isEmpty();
        assertThat(paths.properties()).isEmpty();
    }

    @Test
    void aBrokenBodyIsRefused() {
        assertThatThrownBy(() -> read("{\"context\":{\"a\":1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("[1]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
    }

    private void read(String body) throws IOException {
        paths.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
