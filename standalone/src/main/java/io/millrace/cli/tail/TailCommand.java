package io.millrace.cli.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cli.client.ApiClient;
import io.millrace.cli.client.ClientCommand;
import io.millrace.cli.client.Connection;
import io.millrace.cli.client.ExactJson;
import io.millrace.cli.client.Interruption;
import io.millrace.cli.client.ServiceUnavailable;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows events as they are stored. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Shows events as they arrive, one line each, until Ctrl-C.",
            "Every event that is stored is shown once, at most 30 seconds after newer ones were."
        })
public final class TailCommand extends ClientCommand {

    @Option(names = "--event", paramLabel = "NAME", description = "Only events of this name.")
    @Nullable
    String event;

    @Option(names = "--json", description = "The events as stored, one JSON object per line.")
    boolean json;

    @Option(names = "--from-now", description = "Begins with what arrives from now on; this is the default.")
    boolean fromNow;

    @Option(names = "--since", paramLabel = "SECONDS", description = "Begins with what arrived so long ago.")
    long sinceSeconds;

    @Option(names = "--limit", paramLabel = "N", description = "Ends after so many events.")
    long limit = Long.MAX_VALUE;

    @Option(names = "--every", paramLabel = "MILLIS", description = "How often to ask (${DEFAULT-VALUE}).")
    long everyMillis = 1_000;

    @Mixin
    final Connection connection;

    private long shown;

    public TailCommand() {
        this(Env.system());
    }

    public TailCommand(Env env) {
        this.connection = new Connection(env);
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        ApiClient api = connection.api();
        long now = query(api, TailSql.now()).path(0).path("second").asLong();
        TailSql sql = new TailSql(event);
        TailWindow window = new TailWindow(fromNow ? now : now - Math.max(0, sinceSeconds));
        try (Interruption end = Interruption.watch(this::end)) {
            while (shown < limit) {
                try {
                    poll(api, sql, window);
                    window.moveOn(Duration.ofNanos(System.nanoTime()).toMillis());
                } catch (ServiceUnavailable e) {
                    err().println(e.sentence() + " Asking again.");
                    err().flush();
                }
                if (shown < limit) {
                    Thread.sleep(Math.max(50, everyMillis));
                }
            }
        }
        return DONE;
    }

    private void poll(ApiClient api, TailSql sql, TailWindow window) throws IOException {
        Map<Long, Long> counts = new HashMap<>();
        for (JsonNode row : query(api, sql.counts(window.fromSecond()))) {
            counts.put(row.path("second").asLong(), row.path("n").asLong());
        }
        for (long second : window.unread(counts)) {
            Position last = new Position(second * 1000, -1, -1);
            JsonNode rows;
            do {
                rows = query(api, sql.events(second, last));
                for (JsonNode row : rows) {
                    last = new Position(
                            row.path("received_ms").asLong(),
                            row.path("partition").asInt(),
                            row.path("offset").asLong());
                    if (window.show(last)) {
                        show(row.path("text").asText());
                    }
                }
                out().flush();
            } while (rows.size() == TailSql.PAGE_ROWS && shown < limit);
        }
    }

    private void show(String text) throws IOException {
        if (shown >= limit) {
            return;
        }
        shown++;
        out().println(json ? text : TailLine.of(ExactJson.MAPPER.readTree(text)));
    }

    private static JsonNode query(ApiClient api, String sql) {
        return api.post("/v1/sql", JsonNodeFactory.instance.objectNode().put("query", sql))
                .path("data");
    }

    /** Ctrl-C is how a tail ends, so it is no failure. */
    private void end() {
        out().flush();
        Runtime.getRuntime().halt(DONE);
    }
}
