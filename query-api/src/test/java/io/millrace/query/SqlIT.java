package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People's SQL reads its own workspace's events and nothing else, whatever it tries. */
class SqlIT {

    private static final Api api = Api.start();
    private static final Api other = Api.start();

    @BeforeAll
    static void store() {
        api.track("ann", "buy", "2026-02-01T10:00:00.000Z", "n", "9007199254740993")
                .stored();
        other.track("zoe", "secret", "2026-02-01T10:00:00.000Z").stored();
    }

    @AfterAll
    static void close() {
        api.close();
        other.close();
    }

    @Test
    void wholeNumbersAreJsonNumbersAndTimesAreTexts() {
        assertThat(api.sql(
                                200,
                                "SELECT event, user_id, toInt64(properties['n']) AS n, timestamp, "
                                        + "toDecimal128('1.50', 2) AS d FROM events;")
                        .toString())
                .isEqualTo("{\"data\":[{\"event\":\"buy\",\"user_id\":\"ann\",\"n\":9007199254740993,"
                        + "\"timestamp\":\"2026-02-01 10:00:00.000\",\"d\":1.5}]}");
        assertThat(api.sql(200, "SELECT 1 AS x FROM events WHERE 0").toString()).isEqualTo("{\"data\":[]}");
        assertThat(api.sql(200, "SELECT 'a\nb' AS x UNION ALL SELECT 'a\nb'").toString())
                .isEqualTo("{\"data\":[{\"x\":\"a\\nb\"},{\"x\":\"a\\nb\"}]}");
    }

    @Test
    void csvAndParquetByFormatOrHeader() {
        String body = "{\"query\":\"SELECT event, count() AS n FROM events GROUP BY event\"%s}";

        assertThat(api.post("/v1/sql", api.secretKey, body.formatted(",\"format\":\"csv\""))
                        .body())
                .isEqualTo("\"event\",\"n\"\r\n\"buy\",1\r\n");
        assertThat(api.post("/v1/sql", api.secretKey, "{\"query\":\"SELECT NULL AS a, 1 AS b\",\"format\":\"csv\"}")
                        .body())
                .isEqualTo("\"a\",\"b\"\r\n,1\r\n");
        HttpResponse<byte[]> parquet = api.postForBytes(
                "/v1/sql", api.secretKey, body.formatted(""), "Accept", "application/vnd.apache.parquet");
        assertThat(new String(parquet.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
    }

    @Test
    void ndjsonIsALineForEachRow() {
        assertThat(api.post(
                                "/v1/sql",
                                api.secretKey,
                                "{\"query\":\"SELECT number AS n FROM numbers(2)\",\"format\":\"ndjson\"}")
                        .body())
                .isEqualTo("{\"n\":0}\n{\"n\":1}\n");
    }

    @Test
    void aContactIsFoundWhicheverWayItIsAskedFor() {
        String ann = ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, "ann"))
                .toString();
        for (String sql : List.of("SELECT contact_id AS c FROM events", "SELECT `\\x63ontact_id` AS c FROM events")) {
            assertThat(api.sql(200, sql).path("data").get(0).path("c").asText())
                    .as(sql)
                    .isEqualTo(ann);
        }
        assertThat(api.sql(200, "SELECT COLUMNS('^con.*_id$') FROM events").toString())
                .isEqualTo("{\"data\":[{\"contact_id\":\"" + ann + "\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM millrace.events",
                "SELECT * FROM millrace.ingest_outcomes",
                "SELECT count() FROM rejected_events",
                "SELECT * FROM system.users",
                "SELECT * FROM system.query_log",
                "SELECT * FROM system.processes",
                "SELECT * FROM file('/etc/passwd', 'LineAsString')",
                "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
                "SELECT * FROM remote('127.0.0.1', millrace.events)",
                "SELECT * FROM merge('millrace', '.*')",
                "SELECT * FROM executable('x', 'TSV', 'a String')",
                "SELECT * FROM (SELECT 1 SETTINGS max_memory_usage = 0)",
                "SELECT 1 SETTINGS readonly = 0",
                "SELECT 1 SETTINGS/**/max_result_rows=0",
                "INSERT INTO events VALUES ('x')",
                "SELECT 1; SELECT 2",
                "SELECT 1 FORMAT CSV",
                "SELECT 1 INTO OUTFILE '/tmp/x'",
                "SELECT nonsense FROM events",
                "SELECT * FROM mysql('127.0.0.1:3306', 'd', 't', 'u', 'p')",
                "SELECT * FROM dictionary('x')"
            })
    void anythingBesideItsEventsIsRefused(String sql) {
        JsonNode error = api.sql(400, sql).path("error");

        assertThat(error.path("code").asText()).isEqualTo("validation_error");
        assertThat(error.path("message").asText()).startsWith("query: ").doesNotContain("ann", "zoe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count() AS n FROM events WHERE event = 'secret'",
                "SELECT count() AS n FROM public.events WHERE event = 'secret' OR user_id = 'zoe'",
                "SELECT count() - 1 AS n FROM events",
                "SELECT count() AS n FROM merge('public', '.*') WHERE event = 'secret'",
                "SELECT countIf(user_id = 'zoe') AS n FROM events AS a CROSS JOIN events AS b"
            })
    void anotherWorkspaceIsNotThere(String sql) {
        // Ambiguous or refused is as good as nothing; what must not be is a row of the other workspace.
        JsonNode body = Json.MAPPER.createObjectNode().put("query", sql);
        HttpResponse<String> response = api.post("/v1/sql", api.secretKey, body.toString());

        if (response.statusCode() == 200) {
            assertThat(response.body()).isEqualTo("{\"data\":[{\"n\":0}]}");
        } else {
            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void aHeaderOfTheCallerChangesNothing() {
        HttpResponse<String> response = api.post(
                "/v1/sql",
                api.secretKey,
                "{\"query\":\"SELECT event FROM events\"}",
                "X-Millrace-Workspace",
                other.workspace.id());

        assertThat(response.body()).isEqualTo("{\"data\":[{\"event\":\"buy\"}]}");
    }

    @Test
    void boundsOfRowsAndMemoryAreSaid() {
        JsonNode rows = api.sql(422, "SELECT number FROM numbers(150000)").path("error");
        assertThat(rows.path("code").asText()).isEqualTo("limit_exceeded");
        assertThat(rows.path("details").get(0).path("limit").asText()).isEqualTo("rows");

        JsonNode memory = api.sql(
                        422,
                        "SELECT length(groupArray(repeat('x', 1000))) AS n FROM "
                                + "(SELECT arrayJoin(range(3000)) AS a) AS l CROSS JOIN "
                                + "(SELECT arrayJoin(range(3000)) AS b) AS r")
                .path("error");
        assertThat(memory.path("details").get(0).path("limit").asText()).isEqualTo("memory");
    }

    @Test
    void aBoundIsSaidAsAPersonWouldSayIt() {
        JsonNode rows = api.sql(422, "SELECT number FROM numbers(150000)").path("error");
        JsonNode memory = api.sql(422, "SELECT groupArray(number) FROM numbers(300000000)")
                .path("error");

        assertThat(rows.path("details").get(0).path("bound").asText()).isEqualTo("100000 rows");
        assertThat(memory.path("details").get(0).path("bound").asText()).isEqualTo("500 MB");
        assertThat(memory.path("message").asText()).contains("more than 500 MB");
    }

    @Test
    void everyViewColumnCanBeRead() {
        JsonNode row = api.sql(200, "SELECT * FROM events").path("data").get(0);

        assertThat(row.path("message_id").asText()).isNotEmpty();
        assertThat(row.path("type").asText()).isEqualTo("track");
        assertThat(row.path("contact_id").asText()).startsWith("cntct_");
    }
}
