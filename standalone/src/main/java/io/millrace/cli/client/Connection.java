package io.millrace.cli.client;

import io.millrace.core.settings.Env;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say where the instance is and which keys to use. First an option counts, then its environment
 * variable, then for addresses what the running instance left in its data folder, then the default.
 */
public final class Connection {

    private final Env env;

    @Option(
            names = "--ingest",
            paramLabel = "URL",
            description = "Where ingest listens (MILLRACE_INGEST_URL, else the running instance's, else port 8080).")
    @Nullable
    String ingest;

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "Where the API listens (MILLRACE_API_URL, else the running instance's, else port 8090).")
    @Nullable
    String api;

    @Option(
            names = {"--key", "--write-key"},
            paramLabel = "KEY",
            description = "The write key for sending events (MILLRACE_WRITE_KEY).")
    @Nullable
    String writeKey;

    @Option(
            names = "--secret-key",
            paramLabel = "KEY",
            description = "The secret key for reading (MILLRACE_SECRET_KEY).")
    @Nullable
    String secretKey;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "The data folder of the local instance (MILLRACE_DATA_DIR, else ./data).")
    @Nullable
    Path dataFolder;

    public Connection(Env env) {
        this.env = env;
    }

    public Instance instance() {
        return new Instance(dataFolder != null ? dataFolder : Path.of(env.text("MILLRACE_DATA_DIR", "data")));
    }

    public URI ingestUrl() {
        return url(
                "--ingest",
                given(ingest, "MILLRACE_INGEST_URL")
                        .or(() -> instance().ingestUrl())
                        .orElse("http://127.0.0.1:8080"));
    }

    public URI apiUrl() {
        return url(
                "--api",
                given(api, "MILLRACE_API_URL").or(() -> instance().apiUrl()).orElse("http://127.0.0.1:8090"));
    }

    public IngestClient ingest() {
        String key = given(writeKey, "MILLRACE_WRITE_KEY")
                .orElseThrow(() -> new CommandFailure("A write key is needed to send events: set MILLRACE_WRITE_KEY or"
                        + " give --key; `millrace up` showed it at its first start."));
        return new IngestClient(ingestUrl(), key);
    }

    public ApiClient api() {
        return apiIfKeyKnown()
                .orElseThrow(() -> new CommandFailure("A secret key is needed to read: set MILLRACE_SECRET_KEY or"
                        + " give --secret-key; `millrace up` showed it at its first start."));
    }

    /** The API, if there is a secret key at all; sending needs none. */
    public Optional<ApiClient> apiIfKeyKnown() {
        return given(secretKey, "MILLRACE_SECRET_KEY").map(key -> new ApiClient(apiUrl(), key));
    }

    private Optional<String> given(@Nullable String option, String variable) {
        return option != null ? Optional.of(option) : env.text(variable);
    }

    private static URI url(String option, String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(wrongUrl(option, text), e);
        }
        throw new CommandFailure(wrongUrl(option, text));
    }

    private static String wrongUrl(String option, String text) {
        return option + ": found \"" + text + "\", expected an address such as http://127.0.0.1:8080";
    }
}
