package io.millrace.cli.sql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.client.ApiClient;
import io.millrace.cli.client.ClientCommand;
import io.millrace.cli.client.CommandFailure;
import io.millrace.cli.client.Connection;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the stored events in SQL. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a ClickHouse SELECT over the workspace's views: events, contacts,",
            "segment_members, segment_changes, messages, enrollments.",
            "docs/sql.md lists their columns."
        },
        footer = {
            "",
            "Example:",
            "  millrace sql \"SELECT event, count() AS n FROM events GROUP BY event ORDER BY n DESC\""
        })
public final class SqlCommand extends ClientCommand {

    enum Format {
        table,
        csv,
        json,
        ndjson,
        parquet
    }

    @Parameters(
            paramLabel = "QUERY",
            arity = "0..1",
            description = "The query; without it, or with -, it is read from standard input.")
    String query = "-";

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    Format format = Format.table;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Writes the answer there instead of standard output.")
    @Nullable
    Path output;

    @Mixin
    final Connection connection;

    public SqlCommand() {
        this(Env.system());
    }

    public SqlCommand(Env env) {
        this.connection = new Connection(env);
    }

    @Override
    protected int run() throws IOException {
        if (format == Format.parquet && output == null && System.console() != null) {
            throw new CommandFailure("Parquet is no text for a terminal: give --output FILE.");
        }
        ApiClient api = connection.api();
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("query", text());
        switch (format) {
            case table -> table(api, request);
            case json -> copy(api, request);
            case csv, ndjson, parquet -> copy(api, request.put("format", format.name()));
        }
        return DONE;
    }

    private void table(ApiClient api, ObjectNode request) throws IOException {
        StringWriter text = new StringWriter();
        try (PrintWriter table = new PrintWriter(text)) {
            TextTable.print(api.post("/v1/sql", request).path("data"), table);
        }
        if (output == null) {
            out().print(text);
        } else {
            Files.writeString(output, text.toString());
        }
    }

    /** Passes the answer on as it comes, so that it may be larger than the memory. */
    private void copy(ApiClient api, ObjectNode request) throws IOException {
        try (InputStream answer = api.open("/v1/sql", request)) {
            if (output != null) {
                try (OutputStream file = Files.newOutputStream(output)) {
                    answer.transferTo(file);
                }
            } else if (format == Format.parquet) {
                answer.transferTo(System.out);
                System.out.flush();
            } else {
                try (Reader reader = new InputStreamReader(answer, StandardCharsets.UTF_8)) {
                    reader.transferTo(out());
                }
                if (format == Format.json) {
                    out().println();
                }
            }
        }
    }

    private String text() throws IOException {
        String text = query.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : query;
        if (text.isBlank()) {
            throw new CommandFailure("There is no query: give it in quotes, or on standard input.");
        }
        return text;
    }
}
