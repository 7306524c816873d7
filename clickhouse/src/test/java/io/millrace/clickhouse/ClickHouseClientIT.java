package io.millrace.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClickHouseClientIT {

    private static final int YEARS = 50;

    private final TestServer server;
    private final ClickHouseClient client;

    ClickHouseClientIT(@TempDir Path folder) {
        server = new TestServer(folder);
        client = server.client();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        client.execute(Sql.of("TRUNCATE TABLE events"));
    }

    @Test
    void everyColumnOfAnEventComesBackAsItWasWritten() {
        String text = "{\"messageId\":\"m-ü😀\",\"note\":\"tab\\tquote' back\\\\slash\"}";
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("item.kind", "Kaffee ☕");
        properties.put("big", "12345678901234567890123456789012345678");
        insert(
                "all",
                new RowBinaryWriter(64)
                        .string("ws_a")
                        .string("Order Completed")
                        .string("track")
                        .dateTime64Millis(
                                Instant.parse("2299-12-31T23:59:59.999Z").toEpochMilli())
                        .uint128(0xffff, -1)
                        .string("user'1")
                        .string("")
                        .string("m-ü😀")
                        .dateTime64Millis(0)
                        .uint16(65_535)
                        .uint64(-1)
                        .string("key_1")
                        .string("import")
                        .strings(List.of("future_timestamp", "nan_as_null"))
                        .map(properties)
                        .map(Map.of())
                        .map(Map.of("plan", "growth"))
                        .string(text));

        List<JsonNode> rows = client.rows(Sql.of("SELECT * FROM events"));

        assertThat(rows).hasSize(1);
        JsonNode row = rows.get(0);
        assertThat(row.path("workspace").asText()).isEqualTo("ws_a");
        assertThat(row.path("event").asText()).isEqualTo("Order Completed");
        assertThat(row.path("type").asText()).isEqualTo("track");
        assertThat(row.path("timestamp").asText()).isEqualTo("2299-12-31 23:59:59.999");
        assertThat(row.path("person").bigIntegerValue())
                .isEqualTo(BigInteger.TWO.pow(80).subtract(BigInteger.ONE));
        assertThat(row.path("user_id").asText()).isEqualTo("user'1");
        assertThat(row.path("anonymous_id").asText()).isEmpty();
        assertThat(row.path("message_id").asText()).isEqualTo("m-ü😀");
        assertThat(row.path("received_at").asText()).isEqualTo("1970-01-01 00:00:00.000");
        assertThat(row.path("partition").intValue()).isEqualTo(65_535);
        assertThat(row.path("offset").bigIntegerValue()).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(row.path("key_id").asText()).isEqualTo("key_1");
        assertThat(row.path("import_id").asText()).isEqualTo("import");
        assertThat(row.path("flags")).hasToString("[\"future_timestamp\",\"nan_as_null\"]");
        assertThat(row.path("properties").path("item.kind").asText()).isEqualTo("Kaffee ☕");
        assertThat(row.path("properties").path("big").asText()).isEqualTo("12345678901234567890123456789012345678");
        assertThat(row.path("context")).isEmpty();
        assertThat(row.path("traits").path("plan").asText()).isEqualTo("growth");
        assertThat(row.path("text").asText()).isEqualTo(text);
    }

    @Test
    void aBlockOfFiftyYearsIsOnePart() {
        RowBinaryWriter block = new RowBinaryWriter(1024);
        for (int year = 0; year < YEARS; year++) {
            event(block, "m" + year, Instant.parse((1976 + year) + "-06-15T12:00:00Z"));
        }

        insert("fifty-years", block);

        assertThat(number("SELECT uniqExact(toYear(timestamp)) AS n FROM events"))
                .isEqualTo(YEARS);
        assertThat(number("SELECT uniqExact(_part) AS n FROM events")).isEqualTo(1);
    }

    @Test
    void aLargeInsertIsOneBlock() {
        int rows = 300_000;
        RowBinaryWriter block = new RowBinaryWriter(1 << 25);
        for (int i = 0; i < rows; i++) {
            event(block, "m" + i, Instant.parse("2026-01-01T00:00:00Z").plusMillis(i));
        }

        insert("large", block);
        insert("large", block);

        assertThat(number("SELECT count() AS n FROM events")).isEqualTo(rows);
        assertThat(number("SELECT uniqExact(_part) AS n FROM events")).isEqualTo(1);
    }

    @Test
    void theSameTokenTwiceStoresOnce() {
        RowBinaryWriter block = new RowBinaryWriter(64);
        event(block, "m1", Instant.EPOCH);

        insert("twice", block);
        insert("twice", block);

        assertThat(number("SELECT count() AS n FROM events")).isEqualTo(1);
    }

    @Test
    void equalContentUnderAnotherTokenIsStoredAgain() {
        RowBinaryWriter block = new RowBinaryWriter(64);
        event(block, "m1", Instant.EPOCH);

        insert("one-of-two", block);
        insert("two-of-two", block);

        assertThat(number("SELECT count() AS n FROM events")).isEqualTo(2);
    }

    @Test
    void everyTableForgetsAnInsertUnderAKnownToken() {
        Map.of("event_counts", "on_time", "ingest_outcomes", "n", "rejected_events", "position")
                .forEach((table, column) -> {
                    String row = "{\"workspace\":\"ws_a\",\"" + column + "\":1}";
                    client.insert(table, "JSONEachRow", bytes(row), "once");
                    client.insert(table, "JSONEachRow", bytes(row), "once");

                    assertThat(number("SELECT sum(" + column + ") AS n FROM " + table + " WHERE workspace = 'ws_a'"))
                            .as(table)
                            .isEqualTo(1);
                });
    }

    @Test
    void countsOfOneMinuteAddUp() {
        String first = "{\"workspace\":\"ws_b\",\"event\":\"buy\",\"minute\":\"2026-01-01 00:01:00\",\"on_time\":2}";
        String second = "{\"workspace\":\"ws_b\",\"event\":\"buy\",\"minute\":\"2026-01-01 00:01:00\",\"late\":3}";
        client.insert("event_counts", "JSONEachRow", bytes(first), "counts-1");
        client.insert("event_counts", "JSONEachRow", bytes(second), "counts-2");
        client.execute(Sql.of("OPTIMIZE TABLE event_counts FINAL"));

        assertThat(client.rows(Sql.of("SELECT on_time, late FROM event_counts WHERE workspace = 'ws_b'")))
                .map(JsonNode::toString)
                .containsExactly("{\"on_time\":2,\"late\":3}");
    }

    @Test
    void parametersKeepEveryCharacterAndDigit() {
        String nasty = "tab\t'quote' back\\slash\nline ü😀 {x:Int8} \0";
        Sql sql = new Sql(
                """
                SELECT
                    {text:String} AS text,
                    {texts:Array(String)} AS texts,
                    {large:UInt64} AS large,
                    {flag:Bool} AS flag,
                    {amount:Decimal(38, 10)} AS amount
                """,
                Map.of(
                        "text",
                        nasty,
                        "texts",
                        List.of(nasty, ""),
                        "large",
                        new BigInteger("18446744073709551615"),
                        "flag",
                        true,
                        "amount",
                        new BigDecimal("1234567890123456789012345678.0987654321")));

        JsonNode row = client.rows(sql).get(0);

        assertThat(row.path("text").asText()).isEqualTo(nasty);
        assertThat(row.path("texts").get(0).asText()).isEqualTo(nasty);
        assertThat(row.path("texts").get(1).asText()).isEmpty();
        assertThat(row.path("large").bigIntegerValue()).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(row.path("flag").asBoolean()).isTrue();
        assertThat(row.path("amount").decimalValue()).isEqualTo("1234567890123456789012345678.0987654321");
    }

    @Test
    void aListOfManyParametersFits() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            ids.add("cntct_" + i);
        }

        assertThat(client.rows(new Sql("SELECT length({ids:Array(String)}) AS n", Map.of("ids", ids))))
                .map(row -> row.path("n").asInt())
                .containsExactly(5_000);
    }

    @Test
    void aStreamedAnswerIsReadWhileItArrives() {
        long sum = client.read(
                Sql.of("SELECT toUInt8(number % 2) FROM numbers(3000000)"),
                "RowBinary",
                Map.of("max_block_size", "10000"),
                Map.of(),
                ClickHouseClientIT::sumOfBytes);

        assertThat(sum).isEqualTo(1_500_000);
    }

    @Test
    void aFailureInTheMiddleOfAStreamIsAnError() {
        Sql failsLate = Sql.of("SELECT number + throwIf(number = 3000000, 'too many') FROM numbers(5000000)");

        assertThatThrownBy(
                        () -> client.read(failsLate, "RowBinary", Map.of(), Map.of(), ClickHouseClientIT::sumOfBytes))
                .isInstanceOf(ClickHouseException.class)
                .isNotInstanceOf(ClickHouseUnavailableException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void aWrongStatementCarriesClickHousesCode() {
        assertThatThrownBy(() -> client.rows(Sql.of("SELECT nothing FROM nowhere")))
                .isInstanceOf(ClickHouseException.class)
                .isNotInstanceOf(ClickHouseUnavailableException.class)
                .extracting(thrown -> ((ClickHouseException) thrown).code())
                .isEqualTo(60);
    }

    @Test
    void aWrongPasswordIsRefused() {
        ClickHouseEndpoint endpoint = server.endpoint();
        try (ClickHouseClient stranger =
                new ClickHouseClient(new ClickHouseEndpoint(endpoint.url(), "millrace", "millrace", "guess"))) {
            assertThatThrownBy(() -> stranger.rows(Sql.of("SELECT 1")))
                    .isInstanceOf(ClickHouseException.class)
                    .extracting(thrown -> ((ClickHouseException) thrown).code())
                    .isEqualTo(516);
        }
    }

    @Test
    void theUserWithoutPasswordSeesNothing() {
        try (ClickHouseClient stranger =
                new ClickHouseClient(new ClickHouseEndpoint(server.endpoint().url(), "default", "default", ""))) {
            assertThatThrownBy(() -> stranger.rows(Sql.of("SELECT count() FROM millrace.events")))
                    .isInstanceOf(ClickHouseException.class)
                    .extracting(thrown -> ((ClickHouseException) thrown).code())
                    .isEqualTo(497);
        }
    }

    private static long sumOfBytes(InputStream body) throws IOException {
        DataInputStream in = new DataInputStream(body);
        byte[] buffer = new byte[8192];
        long sum = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++) {
                sum += buffer[i];
            }
        }
        return sum;
    }

    private static void event(RowBinaryWriter block, String messageId, Instant timestamp) {
        block.string("ws_a").string("buy").string("track").dateTime64Millis(timestamp.toEpochMilli());
        block.uint128(1, 2).string("user_1").string("").string(messageId);
        block.dateTime64Millis(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        block.uint16(0).uint64(7).string("key_1").string("").strings(List.of());
        block.map(Map.of("amount", "1.50")).map(Map.of()).map(Map.of()).string("{}");
    }

    private void insert(String token, RowBinaryWriter block) {
        client.insert("events", "RowBinary", new ByteArrayInputStream(block.toByteArray()), token);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private long number(String text) {
        return client.rows(Sql.of(text)).get(0).path("n").longValue();
    }
}
