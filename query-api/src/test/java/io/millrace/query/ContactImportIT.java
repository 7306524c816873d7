package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files of contacts, from the upload to the contacts they make. */
class ContactImportIT {

    private final Api api = Api.withKafka();
    private final JobDouble job = JobDouble.start(api);

    @AfterEach
    void close() {
        job.close();
        api.close();
    }

    @Test
    void aCsvFileBecomesContactsAndItsBrokenRowsAreNamed() {
        JsonNode started = imported(
                "text/csv",
                """
                \ufeffexternal_id,email,name,seats,address.city,vip,tags,scores.lead,subscriptions.news
                ann,ann@example.com,"Ann, the first",1.50,Ulm,true,"a, b",65,unsubscribed
                bob,nobody,Bob,2,,,,,
                ,,,,,,,,
                cem,,Cem,0012,,false,,high,

                dan,dan@example.com,Dan
                eve,,,,,,,,
                """);
        String id = started.path("id").asText();
        JsonNode done = done(id);
        JsonNode errors = get("/v1/contacts/imports/" + id + "/errors");

        assertThat(started.path("rows").asLong()).isEqualTo(6);
        assertThat(started.path("accepted").asLong()).isEqualTo(2);
        assertThat(started.path("rejected").asLong()).isEqualTo(4);
        assertThat(done.path("applied").asLong()).isEqualTo(2);
        assertThat(done.path("progress").asDouble()).isEqualTo(1.0);
        JsonNode ann = get("/v1/contacts/ann");
        assertThat(ann.path("traits").toString())
                .isEqualTo("{\"name\":\"Ann, the first\",\"seats\":1.50,\"address\":{\"city\":\"Ulm\"},\"vip\":true,"
                        + "\"email\":\"ann@example.com\"}");
        assertThat(ann.path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(ann.path("scores").toString()).isEqualTo("{\"lead\":65}");
        assertThat(ann.path("subscriptions").toString()).isEqualTo("{\"news\":\"unsubscribed\"}");
        assertThat(get("/v1/contacts/eve").path("traits").toString()).isEqualTo("{}");
        assertThat(api.get("/v1/contacts/bob", api.secretKey).statusCode()).isEqualTo(404);
        assertThat(Api.texts(errors.path("data"), "row")).containsExactly("3", "4", "5", "6");
        assertThat(Api.texts(errors.path("data"), "field"))
                .containsExactly("/email", "/external_id", "/scores/lead", "");
        assertThat(errors.path("data").get(3).path("message").asText())
                .isEqualTo("expected 9 cells, as the header has, found 3");
        assertThat(errors.path("data").get(3).path("payload").asText())
                .isEqualTo("{\"external_id\":\"dan\",\"email\":\"dan@example.com\",\"name\":\"Dan\"}");
    }

    @Test
    void linesOfJsonBecomeContactsToo() {
        JsonNode started = imported(
                "application/x-ndjson",
                """
                {"external_id":"ann","traits":{"n":1}}

                {"external_id":"bob",
                {"external_id":"cem","colour":"red"}
                [1]
                {"external_id":"dan","traits":{"n":4}}
                """);
        String id = started.path("id").asText();
        done(id);

        assertThat(started.path("rows").asLong()).isEqualTo(5);
        JsonNode first = get("/v1/contacts/imports/" + id + "/errors?limit=2");
        JsonNode second = get("/v1/contacts/imports/" + id + "/errors?limit=2&cursor="
                + first.path("next_cursor").asText());
        assertThat(Api.texts(first.path("data"), "row")).containsExactly("3", "4");
        assertThat(Api.texts(first.path("data"), "reason")).containsExactly("malformed_json", "unknown_field");
        assertThat(Api.texts(second.path("data"), "row")).containsExactly("5");
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(api.get("/v1/contacts/imports/" + id + "/errors?format=csv", api.secretKey)
                        .body()
                        .lines())
                .hasSize(4)
                .first()
                .isEqualTo("row,field,reason,message,payload");
        assertThat(get("/v1/contacts/dan").path("traits").toString()).isEqualTo("{\"n\":4}");
    }

    @Test
    void theSameFileAgainDoublesNothingAndCorrectedRowsTakeEffect() {
        String header = "external_id,plan,subscriptions.news\n";
        JsonNode first = imported("text/csv", header + "ann,free,subscribed\nbob,free,\n", "Idempotency-Key", "f");
        done(first.path("id").asText());
        int written = job.taken().size();
        JsonNode again = imported("text/csv", header + "ann,free,subscribed\nbob,scale,\n", "Idempotency-Key", "f");
        String id = again.path("id").asText();

        assertThat(id).isEqualTo(first.path("id").asText());
        assertThat(written).isEqualTo(3);
        await().atMost(Duration.ofSeconds(20)).until(() -> get("/v1/contacts/bob")
                .path("traits")
                .path("plan")
                .asText()
                .equals("scale"));
        assertThat(job.taken()).hasSize(4);
        assertThat(done(id).path("accepted").asLong()).isEqualTo(2);
    }

    @Test
    void anUploadThatBrokeOffIsContinued() throws Exception {
        String file = "external_id,n\n"
                + IntStream.range(0, 1_000)
                        .mapToObj(i -> "user" + i + "," + "x".repeat(1_000) + "\n")
                        .collect(Collectors.joining());
        HttpRequest broken = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.port() + "/v1/contacts/import"))
                .header("Authorization", "Bearer " + api.secretKey)
                .header("Content-Type", "text/csv")
                .header("Idempotency-Key", "big")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> brokenAfter(file.substring(0, 300_000))))
                .build();
        try {
            HttpClient.newHttpClient().send(broken, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            // The client gave up, which is the point.
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> !job.taken().isEmpty());

        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> api.post(
                                        "/v1/contacts/import",
                                        api.secretKey,
                                        file,
                                        "Content-Type",
                                        "text/csv",
                                        "Idempotency-Key",
                                        "big")
                                .statusCode()
                        == 202);
        await().atMost(Duration.ofMinutes(4)).until(() -> job.taken().size() >= 1_000);

        assertThat(job.taken()).hasSize(1_000);
        assertThat(job.taken().stream().map(record -> record.person().id()).distinct())
                .hasSize(1_000);
    }

    @Test
    void whatIsNoFileOfContactsIsRefused() {
        assertThat(refused("text/csv", "name,plan\nAnn,free\n"))
                .isEqualTo("the header needs a column external_id, anonymous_id or email, found name, plan");
        assertThat(refused("text/csv", "external_id,a,a\n")).isEqualTo("the header names a column twice");
        assertThat(refused("text/csv", "")).isEqualTo("the file is empty");
        assertThat(refused("application/json", "{}")).startsWith("format: expected one of csv, ndjson");
        assertThat(refused("text/csv", "external_id,name\nann,\"" + "x".repeat(2_000_000)))
                .contains("is a quotation mark missing?");
        assertThat(api.get("/v1/contacts/imports/imp_unknown", api.secretKey).statusCode())
                .isEqualTo(404);
    }

    @Test
    void anotherWorkspaceSeesNoImport() {
        String id = imported("text/csv", "external_id\nann\n").path("id").asText();
        try (Api other = Api.withKafka()) {
            assertThat(other.get("/v1/contacts/imports/" + id, other.secretKey).statusCode())
                    .isEqualTo(404);
            assertThat(other.get("/v1/contacts/imports/" + id + "/errors", other.secretKey)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private static InputStream brokenAfter(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at >= bytes.length) {
                    throw new IOException("the line is cut");
                }
                return bytes[at++];
            }
        };
    }

    private JsonNode imported(String type, String file, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = type;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return api.json(202, api.post("/v1/contacts/import", api.secretKey, file, all));
    }

    private String refused(String type, String file) {
        return api.json(400, api.post("/v1/contacts/import", api.secretKey, file, "Content-Type", type))
                .path("error")
                .path("message")
                .asText();
    }

    private JsonNode done(String id) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        get("/v1/contacts/imports/" + id).path("state").asText().equals("done"));
        return get("/v1/contacts/imports/" + id);
    }

    private JsonNode get(String path) {
        return api.json(200, api.get(path, api.secretKey));
    }
}
