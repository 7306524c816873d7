package io.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Ingest and API in memory behind real HTTP: stores by message id, rejects what has no user id, and fails as it is told.
 * Thread-safe.
 */
public final class FakeInstance implements AutoCloseable {

    public static final String WRITE_KEY = "write-key";
    public static final String SECRET_KEY = "secret-key";

    /** An answer in place of the proper one; status 0 breaks the connection. */
    public record Failure(int status, String body, String retryAfter) {}

    private record Outcome(long stored, long duplicate, long rejected) {
        Outcome plus(Outcome other) {
            return new Outcome(stored + other.stored, duplicate + other.duplicate, rejected + other.rejected);
        }

        long sum() {
            return stored + duplicate + rejected;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Map<String, JsonNode> storedById = new LinkedHashMap<>();
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final List<ObjectNode> rejected = new ArrayList<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final List<String> importHeaders = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private int failAfterRequests = Integer.MAX_VALUE;
    private Failure laterFailure = new Failure(503, "{}", "0");
    private Function<String, ArrayNode> sql = query -> JSON.createArrayNode();
    private int requests;

    private boolean eventsKeepComing;

    public FakeInstance() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/import", exchange -> answering(exchange, this::takeBatch));
        server.createContext("/v1/analytics/accounting", exchange -> answering(exchange, this::accounting));
        server.createContext("/v1/analytics/rejected", exchange -> answering(exchange, this::rejected));
        server.createContext("/v1/sql", exchange -> answering(exchange, this::query));
        server.createContext("/health", exchange -> answering(exchange, any -> new Failure(200, "{}", "")));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The environment of a command that talks to this. */
    public Map<String, String> env(Path folder) {
        return Map.of(
                "MILLRACE_INGEST_URL", url(),
                "MILLRACE_API_URL", url(),
                "MILLRACE_WRITE_KEY", WRITE_KEY,
                "MILLRACE_SECRET_KEY", SECRET_KEY,
                "MILLRACE_CACHE_DIR", folder.resolve("cache").toString(),
                "MILLRACE_DATA_DIR", folder.resolve("data").toString());
    }

    /** The stream never comes to the end of its topics, only to where they ended at some time. */
    public synchronized void keepEventsComing() {
        eventsKeepComing = true;
    }

    /** The next requests for import fail, one by one. */
    public synchronized void failNext(Failure... next) {
        failures.addAll(List.of(next));
    }

    /** After so many more successful requests all others fail. */
    public synchronized void failAfter(int goodRequests, Failure failure) {
        failAfterRequests = requests + goodRequests;
        laterFailure = failure;
    }

    public synchronized void recover() {
        failAfterRequests = Integer.MAX_VALUE;
    }

    public synchronized void answerSql(Function<String, ArrayNode> answer) {
        sql = answer;
    }

    public synchronized List<JsonNode> stored() {
        return List.copyOf(storedById.values());
    }

    public synchronized List<String> importHeaders() {
        return List.copyOf(importHeaders);
    }

    public synchronized List<String> queries() {
        return List.copyOf(queries);
    }

    private synchronized Failure takeBatch(HttpExchange exchange) throws IOException {
        byte[] packed = exchange.getRequestBody().readAllBytes();
        if (!failures.isEmpty()) {
            return failures.removeFirst();
        }
        if (requests >= failAfterRequests) {
            return laterFailure;
        }
        requests++;
        String header = exchange.getRequestHeaders().getFirst("X-Millrace-Import");
        importHeaders.add(header);
        String importId = header.substring(0, header.indexOf(':'));
        long position = Long.parseLong(header.substring(header.indexOf(':') + 1));
        JsonNode batch = JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(packed)));
        for (JsonNode event : batch.path("batch")) {
            outcomes.merge(importId, take(event, importId, position++), Outcome::plus);
        }
        return new Failure(200, "{\"success\":true}", "");
    }

    private Outcome take(JsonNode event, String importId, long position) {
        String id = event.path("messageId").asText();
        if (!event.has("userId")) {
            rejected.add(JSON.createObjectNode()
                    .put("import", importId)
                    .put("messageId", id)
                    .put("reason", "missing_id")
                    .put("position", position)
                    .put("payload", event.toString()));
            return new Outcome(0, 0, 1);
        }
        return storedById.putIfAbsent(id, event) == null ? new Outcome(1, 0, 0) : new Outcome(0, 1, 0);
    }

    private synchronized Failure accounting(HttpExchange exchange) {
        String importId = parameter(exchange, "import");
        ObjectNode data = JSON.createObjectNode();
        Outcome total = new Outcome(0, 0, 0);
        for (Map.Entry<String, Outcome> entry : outcomes.entrySet()) {
            if (importId.isEmpty() || importId.equals(entry.getKey())) {
                total = total.plus(entry.getValue());
            }
        }
        boolean behind = eventsKeepComing && parameter(exchange, "until").isEmpty();
        data.put("as_of", "2026-03-01T12:00:00.000Z").put("caught_up", !behind).put("behind", behind ? 7 : 0);
        put(data.putArray("keys").addObject().put("key_id", "key_1"), total);
        put(data.putObject("total"), total);
        return new Failure(200, data.toString(), "");
    }

    private static void put(ObjectNode json, Outcome outcome) {
        json.put("accepted", outcome.sum())
                .put("stored", outcome.stored())
                .put("duplicate", outcome.duplicate())
                .put("rejected", outcome.rejected());
    }

    /** Newest first, two rows a page, so that paging is seen. */
    private synchronized Failure rejected(HttpExchange exchange) {
        String importId = parameter(exchange, "import");
        String cursor = parameter(exchange, "cursor");
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        List<ObjectNode> rows = new ArrayList<>();
        for (ObjectNode row : rejected) {
            if (row.path("import").asText().equals(importId)) {
                rows.add(0, row);
            }
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        rows.subList(from, Math.min(rows.size(), from + 2)).forEach(data::add);
        boolean more = from + 2 < rows.size();
        answer.put("has_more", more);
        answer.put("next_cursor", more ? Integer.toString(from + 2) : null);
        return new Failure(200, answer.toString(), "");
    }

    private synchronized Failure query(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        queries.add(request.toString());
        String format = request.path("format").asText("json");
        return format.equals("csv")
                ? new Failure(200, "n\n7\n", "")
                : new Failure(
                        200,
                        JSON.createObjectNode()
                                .set("data", sql.apply(request.path("query").asText()))
                                .toString(),
                        "");
    }

    private interface Answer {
        Failure of(HttpExchange exchange) throws IOException;
    }

    private static void answering(HttpExchange exchange, Answer answer) throws IOException {
        Failure answered;
        try {
            answered = known(exchange) ? answer.of(exchange) : new Failure(401, "{\"message\":\"unknown key\"}", "");
        } catch (RuntimeException e) {
            answered = new Failure(418, "{\"message\":\"" + e + "\"}", "");
        }
        try (exchange) {
            if (answered.status() == 0) {
                return;
            }
            if (!answered.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", answered.retryAfter());
            }
            byte[] body = answered.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answered.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean known(HttpExchange exchange) {
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health")) {
            return true;
        }
        return path.equals("/v1/import")
                ? given.equals("Basic "
                        + Base64.getEncoder().encodeToString((WRITE_KEY + ":").getBytes(StandardCharsets.UTF_8)))
                : given.equals("Bearer " + SECRET_KEY);
    }

    private static String parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                if (part.startsWith(name + "=")) {
                    return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
