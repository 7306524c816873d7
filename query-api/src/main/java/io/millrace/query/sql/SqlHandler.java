package io.millrace.query.sql;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.ClickHouseUnavailableException;
import io.millrace.clickhouse.Sql;
import io.millrace.query.http.Call;
import io.millrace.query.http.Limits;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs people's SQL as a user who can only read the public views. The workspace goes to ClickHouse in a header, which
 * SQL cannot set, and ClickHouse itself filters by it.
 */
public final class SqlHandler implements RouteHandler {

    static final String WORKSPACE_HEADER = "X-Millrace-Workspace";

    /** As the user for people's SQL has them in {@code users.d/millrace.xml}. */
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), 500_000_000, 100_000);

    private static final Map<String, String> FORMATS =
            Map.of("json", "JSONEachRow", "ndjson", "JSONEachRow", "csv", "CSVWithNames", "parquet", "Parquet");
    private static final int ANSWER_BYTES_MAX = 100_000_000;
    private static final String NDJSON = "application/x-ndjson";
    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final Pattern SERVER_VERSION =
            Pattern.compile("\\s*\\(version [^)]*\\)\\s*|\\s*\\(queryId= [^)]*\\)");

    /** Where table {@code events} has no contacts and costs no search for them. */
    public static final String PLAIN_DATABASE = "public_plain";

    private static final int UNKNOWN_IDENTIFIER = 47;
    private static final int UNKNOWN_TABLE = 60;

    private final ClickHouseClient people;
    private final ClickHouseClient plain;

    /**
     * @param people speaks as the user for people's SQL
     * @param plain the same in database {@value #PLAIN_DATABASE}
     */
    public SqlHandler(ClickHouseClient people, ClickHouseClient plain) {
        this.people = people;
        this.plain = plain;
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        Optional<String> query = body.flatMap(reader -> reader.requiredText("query", "a SELECT"));
        String format = body.map(reader -> call.formatOf(
                        reader.text("format"), "/format", List.of("json", "ndjson", "csv", "parquet"), faults))
                .orElse("json");
        body.ifPresent(ObjectReader::finish);
        query.flatMap(SqlText::refusal).ifPresent(why -> faults.add("/query", "invalid", null, null, why));
        faults.throwIfAny();
        byte[] result = run(
                SqlText.statement(query.orElse("")),
                FORMATS.getOrDefault(format, "JSONEachRow"),
                call.ownWorkspace().id());
        return switch (format) {
            case "csv" -> new Reply(200, Reply.CSV, result);
            case "ndjson" -> new Reply(200, NDJSON, result);
            case "parquet" -> new Reply(200, PARQUET, result);
            default -> new Reply(200, Reply.JSON, envelope(result));
        };
    }

    private byte[] run(String statement, String format, String workspace) {
        try {
            if (!SqlText.mayNameContacts(statement)) {
                try {
                    return read(plain, statement, format, workspace);
                } catch (ClickHouseException e) {
                    // A table that is only in the other database, or a contact after all: found before any row is read.
                    if (e.code() != UNKNOWN_IDENTIFIER && e.code() != UNKNOWN_TABLE) {
                        throw e;
                    }
                }
            }
            return read(people, statement, format, workspace);
        } catch (ClickHouseUnavailableException e) {
            throw e;
        } catch (ClickHouseException e) {
            throw refused(e);
        }
    }

    private static byte[] read(ClickHouseClient user, String statement, String format, String workspace) {
        return user.read(
                Sql.of(statement),
                format,
                Map.of("wait_end_of_query", "1"),
                Map.of(WORKSPACE_HEADER, workspace),
                SqlHandler::bounded);
    }

    /** ClickHouse does not bound what it computes from constants alone, so the answer's length is bounded here too. */
    private static byte[] bounded(InputStream body) throws IOException {
        byte[] answer = body.readNBytes(ANSWER_BYTES_MAX + 1);
        if (answer.length > ANSWER_BYTES_MAX) {
            throw Problem.limitExceeded(
                            "bytes", ANSWER_BYTES_MAX / 1_000_000 + " MB", "the answer is longer than is given out")
                    .exception();
        }
        return answer;
    }

    private static ProblemException refused(ClickHouseException refused) {
        String message = SERVER_VERSION
                .matcher(String.valueOf(refused.getMessage()))
                .replaceAll("")
                .strip();
        return LIMITS.met(refused)
                .orElseGet(() -> Problem.validation(List.of(new Fault("/query", "invalid_query", null, null, message))))
                .exception();
    }

    /** One object per line becomes a list of objects; numbers stay digit for digit. */
    private static byte[] envelope(byte[] lines) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(lines.length + 16);
        json.writeBytes("{\"data\":[".getBytes(StandardCharsets.US_ASCII));
        int end = lines.length;
        while (end > 0 && lines[end - 1] == '\n') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            // Line ends within texts are escaped, so a bare one always ends a row.
            json.write(lines[i] == '\n' ? ',' : lines[i]);
        }
        json.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        return json.toByteArray();
    }
}
