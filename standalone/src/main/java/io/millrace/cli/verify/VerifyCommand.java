package io.millrace.cli.verify;

import io.millrace.cli.client.ApiClient;
import io.millrace.cli.client.ClientCommand;
import io.millrace.cli.client.Connection;
import io.millrace.core.settings.Env;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks that every accepted event is stored, a duplicate or rejected. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks accepted = stored + duplicate + rejected, for each key and in total.",
            "Events on their way make a gap, so it waits until the stream has passed everything that arrived before the",
            "command and the equation holds, or time is over. What arrives meanwhile does not hold it up."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the stream has passed what had arrived and the equation holds",
            "1:it does not hold, the stream is still behind, or nobody could be asked"
        })
public final class VerifyCommand extends ClientCommand {

    private static final long ASK_EVERY_MILLIS = 500;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the stream to catch up (${DEFAULT-VALUE}).")
    long waitSeconds = 60;

    @Option(names = "--import", paramLabel = "ID", description = "Only the events of this import.")
    @Nullable
    String importId;

    @Mixin
    final Connection connection;

    public VerifyCommand() {
        this(Env.system());
    }

    public VerifyCommand(Env env) {
        this.connection = new Connection(env);
    }

    @Override
    protected int run() throws InterruptedException {
        ApiClient api = connection.api();
        Map<String, String> parameters = new HashMap<>(importId == null ? Map.of() : Map.of("import", importId));
        long start = System.nanoTime();
        Books books = ask(api, parameters);
        parameters.put("until", books.asOf());
        while (!agree(books) && System.nanoTime() - start < waitSeconds * 1_000_000_000L) {
            Thread.sleep(ASK_EVERY_MILLIS);
            books = ask(api, parameters);
        }
        books.print(out());
        return agree(books) ? DONE : FAILED;
    }

    private static boolean agree(Books books) {
        return books.caughtUp() && books.balanced();
    }

    private static Books ask(ApiClient api, Map<String, String> parameters) {
        return Books.read(api.get("/v1/analytics/accounting", parameters));
    }
}
