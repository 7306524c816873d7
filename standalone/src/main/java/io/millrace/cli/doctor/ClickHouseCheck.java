package io.millrace.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** An external ClickHouse: whether it answers at all. */
final class ClickHouseCheck {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final String url;

    ClickHouseCheck(String url) {
        this.url = url;
    }

    List<Finding> findings() throws InterruptedException {
        try {
            URI given = URI.create(url);
            URI ping = new URI(given.getScheme(), null, given.getHost(), given.getPort(), "/ping", null, null);
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(ANSWER_WITHIN)
                    .build()
                    .send(
                            HttpRequest.newBuilder(ping).timeout(ANSWER_WITHIN).build(),
                            HttpResponse.BodyHandlers.ofString());
            String shown = given.getHost() + ":" + given.getPort();
            return List.of(
                    answer.statusCode() == 200
                            ? Finding.ok("clickhouse", shown + " answers")
                            : Finding.fail(
                                    "clickhouse",
                                    shown + " answers " + answer.statusCode() + " to /ping",
                                    "is this ClickHouse's HTTP port? Check MILLRACE_CLICKHOUSE_URL"));
        } catch (IOException | IllegalArgumentException | URISyntaxException e) {
            return List.of(Finding.fail(
                    "clickhouse",
                    "MILLRACE_CLICKHOUSE_URL cannot be reached (" + e.getClass().getSimpleName() + ")",
                    "expected an address such as http://127.0.0.1:8123, with the server running"));
        }
    }
}
