package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One {@code ./millrace up}, as a user starts it, on a folder and ports of its own. */
final class Instance implements AutoCloseable {

    static final String WRITE_KEY = "bench-write-key";
    static final String SECRET_KEY = "bench-secret-key";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY = Duration.ofSeconds(300);
    private static final long STOP_SECONDS = 40;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path folder;
    private final int ingestPort;
    private final int apiPort;
    private final Process process;
    private final Duration timeToReady;

    private Instance(Path folder, int ingestPort, int apiPort, Map<String, String> settings)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.ingestPort = ingestPort;
        this.apiPort = apiPort;
        ProcessBuilder builder = new ProcessBuilder("./millrace", "up")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("up.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "MILLRACE_DATA_DIR",
                        folder.resolve("data").toString(),
                        "MILLRACE_INGEST_PORT",
                        Integer.toString(ingestPort),
                        "MILLRACE_API_PORT",
                        Integer.toString(apiPort),
                        "MILLRACE_WRITE_KEY",
                        WRITE_KEY,
                        "MILLRACE_SECRET_KEY",
                        SECRET_KEY));
        builder.environment().putAll(settings);
        long start = System.nanoTime();
        this.process = builder.start();
        awaitReady(start);
        this.timeToReady = Duration.ofNanos(System.nanoTime() - start);
    }

    /** Starts on an empty folder and returns once both services say that they are healthy. */
    static Instance start(Map<String, String> settings) throws IOException, InterruptedException {
        return new Instance(Files.createTempDirectory("millrace-bench"), freePort(), freePort(), settings);
    }

    Path data() {
        return folder.resolve("data");
    }

    Duration timeToReady() {
        return timeToReady;
    }

    int ingestPort() {
        return ingestPort;
    }

    String ingestUrl() {
        return "http://127.0.0.1:" + ingestPort;
    }

    String apiUrl() {
        return "http://127.0.0.1:" + apiPort;
    }

    /** This instance's processes: the services first, then its children. */
    List<ProcessHandle> processes() {
        return Stream.concat(
                        Stream.of(process.toHandle()),
                        process.descendants().sorted(Comparator.comparing(ProcessHandle::pid)))
                .toList();
    }

    /** The id of a new segment. */
    String createSegment(String body) throws IOException, InterruptedException {
        return post("/v1/segments", body).path("id").asText();
    }

    /** The id of a new campaign, which is active from this call's answer on. */
    String launch(CampaignMix.Plan plan) throws IOException, InterruptedException {
        String id = draft(plan);
        activate(id);
        return id;
    }

    String draft(CampaignMix.Plan plan) throws IOException, InterruptedException {
        return post("/v1/campaigns", plan.body()).path("id").asText();
    }

    void activate(String campaign) throws IOException, InterruptedException {
        post("/v1/campaigns/" + campaign + "/activate", "{}");
    }

    /** What the API answers a POST of JSON with. */
    JsonNode post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(apiUrl() + path))
                        .header("Authorization", "Bearer " + SECRET_KEY)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(120))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "posted " + body + " to " + path + ", got " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Has ingest take a batch of calls, each a JSON object. */
    void accept(List<String> calls) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((WRITE_KEY + ":").getBytes(StandardCharsets.US_ASCII));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(ingestUrl() + "/v1/batch"))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(60))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"batch\":[" + String.join(",", calls) + "]}"))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    /** The Kafka that this instance has started; it says where after both services are healthy. */
    String kafka() throws IOException, InterruptedException {
        Path places = data().resolve("run.json");
        for (long end = System.nanoTime() + READY.toNanos(); !Files.exists(places); ) {
            if (System.nanoTime() > end) {
                throw new IOException(places + " is not there");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return JSON.readTree(places.toFile()).path("kafka").asText();
    }

    /** What the API answers a GET with. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(apiUrl() + path))
                        .header("Authorization", "Bearer " + SECRET_KEY)
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("asked " + path + ", got " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Asks {@code /v1/analytics/query} and reads the whole answer. */
    void ask(String question) throws IOException, InterruptedException {
        post("/v1/analytics/query", question);
    }

    /** The only value of a query's only row. */
    long number(String query) throws IOException, InterruptedException {
        JsonNode answer =
                post("/v1/sql", JSON.createObjectNode().put("query", query).toString());
        JsonNode row = answer.path("data").path(0);
        if (row.isEmpty()) {
            throw new IOException("asked " + query + ", got " + answer);
        }
        return row.elements().next().asLong();
    }

    /** The median of five times that the API takes to answer a GET, after one that is not counted. */
    Duration timeToAnswer(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(apiUrl() + path))
                .header("Authorization", "Bearer " + SECRET_KEY)
                .timeout(Duration.ofSeconds(60))
                .build();
        long[] nanos = new long[6];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            nanos[i] = System.nanoTime() - start;
            if (answer.statusCode() != 200) {
                throw new IOException("asked " + path + ", got " + answer.statusCode() + " " + answer.body());
            }
        }
        long[] counted = Arrays.copyOfRange(nanos, 1, nanos.length);
        Arrays.sort(counted);
        return Duration.ofNanos(counted[counted.length / 2]);
    }

    /** Waits until this many events can be read; fails with what is there after the deadline. */
    void awaitStored(long events, Duration deadline) throws IOException, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        long stored = number("SELECT count() FROM events");
        while (stored < events) {
            if (System.nanoTime() > end) {
                throw new IOException(stored + " of " + events + " events are stored after " + deadline);
            }
            TimeUnit.MILLISECONDS.sleep(100);
            stored = number("SELECT count() FROM events");
        }
        if (stored != events) {
            throw new IOException(stored + " events are stored, " + events + " were sent");
        }
    }

    private void awaitReady(long start) throws IOException, InterruptedException {
        while (!healthy(ingestUrl()) || !healthy(apiUrl())) {
            if (!process.isAlive() || System.nanoTime() - start > READY.toNanos()) {
                process.destroy();
                throw new IOException("not ready: " + Files.readString(folder.resolve("up.log")));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean healthy(String url) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
