package io.millrace.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.ingest.json.UnreadableJsonException.Fault;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "}",
                "{]",
                "{} {}",
                "\ufeff\ufeff{}",
                "{} x",
                "{\"a\":}",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "[1,]",
                "[01]",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\",
                "nul",
                "[1 2]",
                "{a:1}",
                "\"\u0001\"",
                "/**/1"
            })
    void malformedTextIsRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(UnreadableJsonException.class, e -> assertThat(e.fault())
                        .isEqualTo(Fault.MALFORMED_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32BE", "UTF-32LE"})
    void otherEncodingsAreRefused(String charset) {
        assertBadEncoding("{\"a\":1}".getBytes(Charset.forName(charset)));
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        int[][] sequences = {
            {0x80},
            {0xc0, 0x80},
            {0xc3},
            {0xe0, 0x80, 0x80},
            {0xed, 0xa0, 0x80},
            {0xf4, 0x90, 0x80, 0x80},
            {0xf5, 0x80, 0x80, 0x80},
            {0xff},
            {0xe2, 0x82},
            {0xf0, 0x9f, 0x9a}
        };
        for (int[] sequence : sequences) {
            byte[] body = new byte[sequence.length + 2];
            body[0] = '"';
            for (int i = 0; i < sequence.length; i++) {
                body[i + 1] = (byte) sequence[i];
            }
            body[body.length - 1] = '"';
            assertBadEncoding(body);
        }
    }

    @Test
    void everyLengthOfUtf8AndAByteOrderMarkPass() throws UnreadableJsonException {
        String text = "a\u00e9\u20ac\ud83d\ude80\u07ff\u0800\ud7ff\ue000\uffff\udbff\udfff";

        assertThat(read("\ufeff\"" + text + "\"").root().text()).isEqualTo(text);
    }

    @Test
    void halvesOfPairsAreMendedAndWholePairsStay() throws UnreadableJsonException {
        assertThat(raw("\"\\ud83d\\ude80 \\ud83d \\ude80\\ud83d\\u0041 \\\\ud800 \\uD83D\""))
                .isEqualTo("\"\\ud83d\\ude80 \\ufffd \\ufffd\\ufffd\\u0041 \\\\ud800 \\ufffd\"");
    }

    @Test
    void literalsBecomeNullWhereTheyStand() throws UnreadableJsonException {
        JsonDocument document = read("{\"a\":NaN,\"b\":\"NaN\",\"c\":[-Infinity, Infinity],\"d\":1}");

        assertThat(new String(document.root().toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":null,\"b\":\"NaN\",\"c\":[null, null],\"d\":1}");
        Map<String, JsonField> fields = JsonField.of(document.root());
        assertThat(fields.entrySet().stream()
                        .filter(field -> document.nulledWithin(field.getValue().value()))
                        .map(Map.Entry::getKey))
                .containsExactly("a", "c");
    }

    @Test
    void bombsOfDepthAreRefusedWithinHalfASecond() {
        byte[] brackets = "[".repeat(4 * 1024 * 1024).getBytes(StandardCharsets.US_ASCII);
        byte[] objects = "{\"a\":".repeat(800_000).getBytes(StandardCharsets.US_ASCII);

        for (byte[] bomb : new byte[][] {brackets, objects}) {
            assertThatThrownBy(() -> JsonDocument.read(bomb.clone())).isInstanceOf(UnreadableJsonException.class);
            assertThat(bestNanosOfFive(bomb)).isLessThan(500_000_000L);
        }
    }

    @Test
    void bombsOfLengthAreReadOrRefusedWithinHalfASecond() {
        int length = 4 * 1024 * 1024;
        String names = "{" + "\"a\":1,".repeat(length / 6 - 2) + "\"a\":1}";
        String nans = "[" + "NaN,".repeat(length / 4 - 2) + "1]";
        String items = "[" + "0,".repeat(length / 2 - 2) + "0]";

        for (String text :
                new String[] {"7".repeat(length), "\"" + "\\u0041".repeat(600_000) + "\"", names, nans, items}) {
            assertThat(bestNanosOfFive(text.getBytes(StandardCharsets.US_ASCII)))
                    .isLessThan(500_000_000L);
        }
    }

    /** The best, since other work on the machine is not what is measured. */
    private static long bestNanosOfFive(byte[] body) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            byte[] own = body.clone();
            long begin = System.nanoTime();
            try {
                assertThat(JsonDocument.read(own).root().length()).isPositive();
            } catch (UnreadableJsonException e) {
                assertThat(e.fault()).isEqualTo(Fault.MALFORMED_JSON);
            }
            best = Math.min(best, System.nanoTime() - begin);
        }
        return best;
    }

    /** Jackson's own tree is the oracle for what our cursors find. */
    @Test
    void cursorsFindWhatAParserFinds() throws IOException, UnreadableJsonException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            String text = RandomJson.value(random, 5);
            assertThat(tree(read(text).root())).as(text).isEqualTo(JACKSON.readTree(text));
        }
    }

    private static JsonNode tree(JsonValue value) throws IOException {
        if (value.isObject()) {
            var object = JACKSON.createObjectNode();
            JsonFields fields = new JsonFields(value);
            while (fields.next()) {
                object.set(fields.name(), tree(fields.value()));
            }
            return object;
        }
        if (value.isArray()) {
            var array = JACKSON.createArrayNode();
            JsonItems items = new JsonItems(value);
            while (items.next()) {
                array.add(tree(items.value()));
            }
            return array;
        }
        if (value.isString()) {
            return JACKSON.getNodeFactory().textNode(value.text());
        }
        return JACKSON.readTree(value.toByteArray());
    }

    private static void assertBadEncoding(byte[] body) {
        assertThatThrownBy(() -> JsonDocument.read(body))
                .isInstanceOfSatisfying(UnreadableJsonException.class, e -> assertThat(e.fault())
                        .isEqualTo(Fault.BAD_ENCODING));
    }

    private static String raw(String text) throws UnreadableJsonException {
        return new String(read(text).root().toByteArray(), StandardCharsets.UTF_8);
    }

    private static JsonDocument read(String text) throws UnreadableJsonException {
        return JsonDocument.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
