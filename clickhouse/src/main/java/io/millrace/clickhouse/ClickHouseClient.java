package io.millrace.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Statements and inserts over ClickHouse's HTTP interface. Thread-safe, connections are pooled; no call is repeated by
 * itself, and none outlasts its time limits. Every failure is a {@link ClickHouseException}.
 */
public final class ClickHouseClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SILENCE_TIMEOUT = Duration.ofMinutes(2);
    private static final int MOST_CONNECTIONS = 32;

    /** One insert is one block and so one part and one deduplication token: far above what an insert may hold. */
    private static final Map<String, String> ONE_BLOCK = Map.of(
            "async_insert", "0",
            "insert_deduplicate", "1",
            "max_insert_block_size", "2000000",
            "max_insert_block_size_bytes", "0",
            "min_insert_block_size_rows", "2000000",
            "min_insert_block_size_bytes", "2000000000",
            "max_partitions_per_insert_block", "0",
            "input_format_parallel_parsing", "0");

    private final ClickHouseEndpoint endpoint;
    private final StatementListener statements;
    private final Client client;

    public ClickHouseClient(ClickHouseEndpoint endpoint) {
        this(endpoint, StatementListener.NONE);
    }

    /** @param statements is told of every statement, which gets an id for that */
    public ClickHouseClient(ClickHouseEndpoint endpoint, StatementListener statements) {
        this.endpoint = endpoint;
        this.statements = statements;
        this.client = new Client.Builder()
                .addEndpoint(endpoint.url())
                .setUsername(endpoint.user())
                .setPassword(endpoint.password())
                .setDefaultDatabase(endpoint.database())
                .setConnectTimeout(CONNECT_TIMEOUT.toMillis())
                .setSocketTimeout(SILENCE_TIMEOUT.toMillis())
                .setConnectionRequestTimeout(SILENCE_TIMEOUT.toMillis(), ChronoUnit.MILLIS)
                .setMaxConnections(MOST_CONNECTIONS)
                .compressServerResponse(false)
                .compressClientRequest(false)
                .setMaxRetries(0)
                .retryOnFailures(ClientFaultCause.None)
                .build();
    }

    public ClickHouseEndpoint endpoint() {
        return endpoint;
    }

    /** Runs a statement and forgets what it answers. */
    public void execute(Sql sql) {
        execute(sql, endpoint.database());
    }

    void execute(Sql sql, String database) {
        QuerySettings settings =
                settings(Map.of(), Map.of()).setDatabase(database).waitEndOfQuery(true);
        run(sql, settings, InputStream::readAllBytes);
    }

    /** One JSON object per row: numbers of any size and decimals exact, times as text. For answers that fit in memory. */
    public List<JsonNode> rows(Sql sql) {
        return rows(sql, Map.of());
    }

    /** As {@link #rows(Sql)} with ClickHouse settings for this statement. */
    public List<JsonNode> rows(Sql sql, Map<String, String> settings) {
        QuerySettings waiting = settings(settings, Map.of())
                .setFormat(ClickHouseFormat.JSONEachRow)
                .waitEndOfQuery(true);
        return run(sql, waiting, JsonRows::read);
    }

    /**
     * Streams an answer in one of ClickHouse's output formats ({@code RowBinary}, {@code JSONEachRow}, …). A failure
     * after the first bytes breaks the stream and ends this call with it, never with a short answer; whoever passes
     * bytes on as they come asks for {@code wait_end_of_query} in the settings to know beforehand.
     *
     * @param headers of the HTTP request, beside those of the protocol
     */
    public <T> T read(
            Sql sql, String format, Map<String, String> settings, Map<String, String> headers, BodyReader<T> reader) {
        return run(sql, settings(settings, headers).setFormat(ClickHouseFormat.valueOf(format)), reader);
    }

    /**
     * Inserts the whole body as one block: all of it or nothing. The same token again stores nothing and succeeds.
     *
     * @param table in the endpoint's database
     * @param format of the body, {@code RowBinary} for what {@link RowBinaryWriter} wrote
     */
    public void insert(String table, String format, InputStream body, String deduplicationToken) {
        InsertSettings settings = new InsertSettings().setDeduplicationToken(deduplicationToken);
        ONE_BLOCK.forEach(settings::serverSetting);
        try (InsertResponse response = await(client.insert(table, body, ClickHouseFormat.valueOf(format), settings))) {
            response.getWrittenRows();
        } catch (RuntimeException e) {
            throw ClickHouseErrors.of(endpoint, e);
        }
    }

    private static QuerySettings settings(Map<String, String> settings, Map<String, String> headers) {
        QuerySettings query = new QuerySettings();
        settings.forEach((name, value) -> {
            if (name.equals("wait_end_of_query")) {
                query.waitEndOfQuery(!value.equals("0"));
            } else {
                query.serverSetting(name, value);
            }
        });
        headers.forEach(query::httpHeader);
        return query;
    }

    private <T> T run(Sql sql, QuerySettings settings, BodyReader<T> reader) {
        Map<String, Object> parameters = SqlParameters.texts(sql.parameters());
        String queryId = UUID.randomUUID().toString();
        settings.setQueryId(queryId);
        statements.begun(queryId);
        try (QueryResponse response = await(
                parameters.isEmpty()
                        ? client.query(sql.text(), settings)
                        : client.query(sql.text(), parameters, settings))) {
            return read(response, reader);
        } catch (RuntimeException e) {
            throw e instanceof com.clickhouse.client.api.ClickHouseException ? ClickHouseErrors.of(endpoint, e) : e;
        } catch (Exception e) {
            throw ClickHouseErrors.of(endpoint, e);
        } finally {
            statements.ended(queryId);
        }
    }

    private <T> T read(QueryResponse response, BodyReader<T> reader) {
        AnswerStream body = new AnswerStream(response.getInputStream());
        try {
            return reader.read(body);
        } catch (IOException e) {
            throw body.failure(e).orElseGet(() -> ClickHouseErrors.of(endpoint, e));
        }
    }

    private <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClickHouseUnavailableException("interrupted while waiting for ClickHouse at " + endpoint, e);
        } catch (ExecutionException e) {
            throw ClickHouseErrors.of(endpoint, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
