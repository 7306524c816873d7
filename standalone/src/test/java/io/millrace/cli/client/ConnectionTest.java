package io.millrace.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {

    private final Path folder;

    ConnectionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void anOptionCountsBeforeAVariableBeforeTheRunningInstanceBeforeTheDefault() throws IOException {
        Connection connection = connection(Map.of("MILLRACE_DATA_DIR", folder.toString()));
        assertThat(connection.ingestUrl()).hasToString("http://127.0.0.1:8080");
        assertThat(connection.apiUrl()).hasToString("http://127.0.0.1:8090");

        Files.writeString(
                folder.resolve("run.json"),
                "{\"pid\":1,\"ingest_url\":\"http://127.0.0.1:4001\",\"api_url\":\"http://127.0.0.1:4002/\"}");
        assertThat(connection.ingestUrl()).hasToString("http://127.0.0.1:4001");
        assertThat(connection.apiUrl()).hasToString("http://127.0.0.1:4002");

        connection = connection(
                Map.of("MILLRACE_DATA_DIR", folder.toString(), "MILLRACE_INGEST_URL", "http://127.0.0.1:4003"));
        assertThat(connection.ingestUrl()).hasToString("http://127.0.0.1:4003");
        connection.ingest = "http://127.0.0.1:4004";
        assertThat(connection.ingestUrl()).hasToString("http://127.0.0.1:4004");
    }

    @Test
    void aMissingKeyIsAskedForByItsVariableItsOptionAndWhereItWasShown() throws IOException {
        Files.writeString(folder.resolve("keys.json"), "{\"write_key\":\"w\",\"secret_key\":\"s\"}");
        Connection connection = connection(Map.of("MILLRACE_DATA_DIR", folder.toString()));

        assertThat(connection.apiIfKeyKnown()).isEmpty();
        assertThatThrownBy(connection::ingest)
                .isInstanceOf(CommandFailure.class)
                .hasMessage("A write key is needed to send events: set MILLRACE_WRITE_KEY or give --key;"
                        + " `millrace up` showed it at its first start.");
        assertThatThrownBy(connection::api)
                .isInstanceOf(CommandFailure.class)
                .hasMessage("A secret key is needed to read: set MILLRACE_SECRET_KEY or give --secret-key;"
                        + " `millrace up` showed it at its first start.");
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        Connection connection = connection(Map.of("MILLRACE_API_URL", "localhost:80"));
        assertThatThrownBy(connection::apiUrl)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("localhost:80");
    }

    private static Connection connection(Map<String, String> variables) {
        return new Connection(new Env(variables));
    }
}
