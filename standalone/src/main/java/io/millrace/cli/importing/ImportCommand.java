package io.millrace.cli.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.client.Accounting;
import io.millrace.cli.client.ApiClient;
import io.millrace.cli.client.ClientCommand;
import io.millrace.cli.client.CommandFailure;
import io.millrace.cli.client.Connection;
import io.millrace.cli.client.IngestClient;
import io.millrace.cli.client.Interruption;
import io.millrace.cli.sending.RetryPolicy;
import io.millrace.cli.sending.Sender;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings the rows of a file in through ingest, like any client. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Imports the rows of a CSV or NDJSON file (also .gz) as events.",
            "A row of NDJSON is taken as an event as it stands unless options say how to make one of its fields. After a"
                    + " break the same command goes on where it stopped."
        },
        footer = {"", "Example:", "  millrace import orders.csv.gz --event purchase --user-id customer --timestamp date"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every row is stored, now or before (duplicate)",
            "1:the import did not come to its end; the same command goes on",
            "2:the options make no sense",
            "3:the import came to its end, but rows were rejected or unreadable"
        })
public final class ImportCommand extends ClientCommand {

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final Duration ASK_EVERY = Duration.ofMillis(300);
    private static final Duration ENDING = Duration.ofSeconds(5);

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    String file = "-";

    @Mixin
    final SourceOptions sourceOptions = new SourceOptions();

    @Mixin
    final MappingOptions mapping = new MappingOptions();

    @Option(names = "--rejected", paramLabel = "FILE", description = "Writes all rows not stored there, as CSV.")
    @Nullable
    Path rejectedFile;

    @Option(names = "--restart", description = "Forgets how far an earlier import of this file got.")
    boolean restart;

    @Option(names = "--no-wait", description = "Ends when ingest has everything, without waiting until it is stored.")
    boolean noWait;

    @Option(names = "--in-flight", paramLabel = "N", description = "Requests at the same time (${DEFAULT-VALUE}).")
    int inFlight = 4;

    @Option(
            names = "--give-up-after",
            paramLabel = "SECONDS",
            description = "How long a request that fails is repeated (${DEFAULT-VALUE}).")
    int giveUpAfterSeconds = 300;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "How long to wait for the stream when nothing moves (${DEFAULT-VALUE}).")
    int patienceSeconds = 120;

    @Mixin
    final Connection connection;

    private final Env env;
    private final AtomicBoolean interrupted = new AtomicBoolean();

    public ImportCommand() {
        this(Env.system());
    }

    public ImportCommand(Env env) {
        this.env = env;
        this.connection = new Connection(env);
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        IngestClient ingest = connection.ingest();
        ImportInput input = ImportInput.open(file);
        try (RowSource source = sourceOptions.source(input);
                Rejections rejections = Rejections.open(rejectedFile)) {
            ImportState state = state(input, ingest);
            ImportRun run = new ImportRun(source, events(input, source), state, rejections);
            TakenListener listener = new TakenListener(state, err());
            send(ingest, run, state, listener, input);
            for (TakenListener.TooLarge tooLarge : listener.tooLarge()) {
                rejections.add(Rejection.unreadable(run.line(tooLarge.position()), tooLarge.message()));
            }
            long accepted = state.takenCount() - listener.tooLarge().size();
            Optional<Accounting> settled = settled(state.importId(), accepted, rejections, run);
            ImportReport report =
                    new ImportReport(run.rows(), accepted, rejections.unreadable(), settled, rejections.first());
            report.print(out());
            state.forget();
            return report.exitCode();
        }
    }

    private void send(IngestClient ingest, ImportRun run, ImportState state, TakenListener listener, ImportInput input)
            throws IOException, InterruptedException {
        RetryPolicy retries = new RetryPolicy(FIRST_WAIT, LONGEST_WAIT, Duration.ofSeconds(giveUpAfterSeconds));
        long start = System.nanoTime();
        try (Sender sender = new Sender(ingest, retries, state.importId(), Math.max(1, inFlight), listener);
                Interruption interruption = Interruption.watch(() -> stop(sender, state));
                Progress progress = progress(input.bytesTotal())) {
            run.send(sender, progress, input::bytesRead);
        } catch (CommandFailure e) {
            throw interrupted.get() ? e : new CommandFailure(e.sentence() + " " + goesOn(input), e);
        } finally {
            state.save();
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        err().println("Sent " + Progress.rowsAndRate(run.sent(), elapsed) + ".");
    }

    private void stop(Sender sender, ImportState state) throws IOException, InterruptedException {
        interrupted.set(true);
        sender.stop(ENDING);
        state.save();
        err().println("\nThe same command goes on from here.");
        err().flush();
    }

    private Optional<Accounting> settled(String importId, long accepted, Rejections rejections, ImportRun run)
            throws IOException, InterruptedException {
        Optional<ApiClient> api = noWait ? Optional.empty() : connection.apiIfKeyKnown();
        if (api.isEmpty()) {
            err().println("What became of the events was not asked"
                    + (noWait ? "." : ": there is no secret key (--secret-key or MILLRACE_SECRET_KEY)."));
            return Optional.empty();
        }
        Accounting settled = new StreamWait(ASK_EVERY, Duration.ofSeconds(patienceSeconds))
                .await(accepted, until -> snapshot(api.get(), importId, until));
        if (settled.settled() < accepted) {
            throw new CommandFailure("Ingest has all " + accepted + " events, but only " + settled.settled()
                    + " came through the stream so far. `millrace doctor` says why; the same command asks again.");
        }
        if (settled.rejected() > 0) {
            new RejectedPages(api.get(), importId).addTo(rejections, run::line);
        }
        return Optional.of(settled);
    }

    private static StreamWait.Snapshot snapshot(ApiClient api, String importId, Optional<String> until) {
        Map<String, String> parameters = new HashMap<>(Map.of("import", importId));
        until.ifPresent(asOf -> parameters.put("until", asOf));
        JsonNode answer = api.get("/v1/analytics/accounting", parameters);
        return new StreamWait.Snapshot(
                Accounting.read(answer.path("total")),
                answer.path("caught_up").asBoolean(),
                answer.path("as_of").asText());
    }

    private EventWriter events(ImportInput input, RowSource source) {
        String name = input.plainName();
        if (source instanceof CsvSource) {
            return mapping.mapped(name, ((CsvSource) source).columns());
        }
        return mapping.given() ? mapping.mapped(name, null) : mapping.verbatim(name);
    }

    private ImportState state(ImportInput input, IngestClient ingest) {
        if (input.file() == null) {
            return ImportState.fresh(null);
        }
        Path path = StateFiles.of(env)
                .path(input.identity(), sourceOptions.identity(), mapping.identity(), ingest.target());
        Optional<ImportState> earlier = restart ? Optional.empty() : ImportState.load(path);
        earlier.ifPresent(state -> err().println("Going on with an import that was broken off after "
                + state.takenCount() + " events (--restart to begin again)."));
        return earlier.orElseGet(() -> ImportState.fresh(path));
    }

    private Progress progress(long totalBytes) {
        return System.console() != null
                ? Progress.onTerminal(totalBytes, System.err)
                : Progress.inLines(totalBytes, err(), LINE_EVERY);
    }

    private static String goesOn(ImportInput input) {
        return input.file() == null
                ? "Sending the same input again adds only what is missing."
                : "The same command goes on from here.";
    }
}
