package io.millrace.bench.analytics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.clickhouse.ClickHouseEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stands between a client and ClickHouse, passes everything on, and remembers the statements, so that they can be sent again
 * without the client. Thread-safe.
 */
final class SqlRecorder implements AutoCloseable {

    /** Headers that belong to one connection and not to the statement. */
    private static final Set<String> OF_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "keep-alive", "user-agent");

    private static final String QUERY_ID = "x-clickhouse-query-id";
    private static final int OK = 200;

    private final ClickHouseEndpoint target;
    private final HttpServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Statement> recorded = new ArrayList<>();

    private SqlRecorder(ClickHouseEndpoint target, HttpServer server) {
        this.target = target;
        this.server = server;
    }

    static SqlRecorder before(ClickHouseEndpoint target) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SqlRecorder recorder = new SqlRecorder(target, server);
        server.createContext("/", recorder::pass);
        server.start();
        return recorder;
    }

    /** The same ClickHouse, seen through this. */
    ClickHouseEndpoint endpoint() {
        return new ClickHouseEndpoint(
                "http://127.0.0.1:" + server.getAddress().getPort(),
                target.database(),
                target.user(),
                target.password());
    }

    /** One request to ClickHouse. */
    static final class Statement {
        private final String query;
        private final Map<String, String> headers;
        private final byte[] body;

        private Statement(String query, Map<String, String> headers, byte[] body) {
            this.query = query;
            this.headers = headers;
            this.body = body;
        }

        private HttpRequest to(ClickHouseEndpoint target, boolean named) {
            String sent = named
                    ? query
                    : Arrays.stream(query.split("&", -1))
                            .filter(part -> !part.startsWith("query_id="))
                            .collect(Collectors.joining("&"));
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target.url() + "/?" + sent))
                    .POST(BodyPublishers.ofByteArray(body));
            headers.forEach((name, value) -> {
                if (named || !name.equals(QUERY_ID)) {
                    request.header(name, value);
                }
            });
            return request.build();
        }
    }

    /** What was asked since this was last called. */
    synchronized List<Statement> taken() {
        List<Statement> taken = List.copyOf(recorded);
        recorded.clear();
        return taken;
    }

    /** Sends the statements one after the other, reads each answer to its end, and says how many bytes came. */
    long replay(List<Statement> statements) {
        long bytes = 0;
        for (Statement statement : statements) {
            HttpResponse<InputStream> answer = send(statement.to(target, false));
            try (InputStream body = answer.body()) {
                bytes += body.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new IllegalStateException("an answer ended early", e);
            }
            if (answer.statusCode() != OK) {
                throw new IllegalStateException("ClickHouse answered a statement with " + answer.statusCode());
            }
        }
        return bytes;
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new IllegalStateException("ClickHouse did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            Statement statement = statement(exchange);
            synchronized (this) {
                recorded.add(statement);
            }
            HttpResponse<InputStream> answer = send(statement.to(target, true));
            answer.headers().map().forEach((name, values) -> {
                if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            try (InputStream body = answer.body()) {
                body.transferTo(exchange.getResponseBody());
            }
        }
    }

    private static Statement statement(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OF_CONNECTION.contains(lower)) {
                headers.put(lower, values.get(0));
            }
        });
        String query = exchange.getRequestURI().getRawQuery();
        return new Statement(
                query == null ? "" : query, headers, exchange.getRequestBody().readAllBytes());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
