package io.millrace.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.health.HealthCheck;
import io.millrace.core.health.PolledCheck;
import io.millrace.flink.EventJob;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks an external Flink every second whether EventJob runs there. Thread-safe. */
final class FlinkHealth implements HealthCheck, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final PolledCheck check;

    private FlinkHealth(String url) {
        this.url = url;
        this.check = PolledCheck.start("event_job", Duration.ofSeconds(1), this::ask);
    }

    static FlinkHealth of(String url) {
        return new FlinkHealth(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
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
        for (JsonNode job : JSON.readTree(overview).path("jobs")) {
            if (job.path("name").asText().equals(EventJob.NAME)
                    && job.path("state").asText().equals("RUNNING")) {
                return Optional.empty();
            }
        }
        return Optional.of("Flink at " + url + " does not run the job " + EventJob.NAME);
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
