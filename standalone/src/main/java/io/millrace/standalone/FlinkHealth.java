package io.millrace.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.health.HealthCheck;
import io.millrace.core.health.PolledCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks an external Flink every second whether a job runs there. Thread-safe. */
final class FlinkHealth implements HealthCheck, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String url;
    private final String job;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final PolledCheck check;

    private FlinkHealth(String url, String job, String name) {
        this.url = url;
        this.job = job;
        this.check = PolledCheck.start(name, Duration.ofSeconds(1), this::ask);
    }

    /** @param name of the check */
    static FlinkHealth of(String url, String job, String name) {
        return new FlinkHealth(url.endsWith("/") ? url.substring(0, url.length() - 1) : url, job, name);
    }

    private Optional<String> ask() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/jobs/overview"))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? problemIn(response.body())
                    : Optional.of("Flink at " + url + " answers with status " + response.statusCode());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("Flink at " + url + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Flink at " + url + " is not asked any more");
        }
    }

    /** A cluster lists the jobs of the past too. */
    private Optional<String> problemIn(String overview) throws IOException {
        for (JsonNode listed : JSON.readTree(overview).path("jobs")) {
            if (listed.path("name").asText().equals(job)
                    && listed.path("state").asText().equals("RUNNING")) {
                return Optional.empty();
            }
        }
        return Optional.of("Flink at " + url + " does not run the job " + job);
    }

    @Override
    public String name() {
        return check.name();
    }

    @Override
    public Optional<String> problem() {
        return check.problem();
    }

    @Override
    public void close() {
        check.close();
    }
}
