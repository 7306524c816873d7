package io.millrace.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.cli.FakeInstance;
import io.millrace.cli.Ran;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeInstance instance = new FakeInstance();
    private final Path folder;

    SqlCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        instance.answerSql(query -> {
            ArrayNode rows = JSON.createArrayNode();
            rows.addObject()
                    .put("event", "purchase")
                    .put("n", 1234567890123456789L)
                    .put("who", "ä\nb");
            rows.addObject().put("event", "a").put("n", 7).putNull("who");
            return rows;
        });
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void aTableIsAligned() {
        assertThat(run("SELECT 1").out().lines())
                .containsExactly(
                        "event                       n  who",
                        "--------  -------------------  ----",
                        "purchase  1234567890123456789  ä\\nb",
                        "a                           7");
        assertThat(instance.queries()).containsExactly("{\"query\":\"SELECT 1\"}");
    }

    @Test
    void otherFormatsPassAsTheyCome() throws IOException {
        assertThat(run("SELECT 1", "--format=csv").out()).isEqualTo("n\n7\n");

        Path file = folder.resolve("answer.json");
        assertThat(run("SELECT 1", "--format=json", "--output=" + file).exitCode())
                .isZero();
        assertThat(JSON.readTree(Files.readString(file)).path("data")).hasSize(2);
    }

    @Test
    void noKeyAndAWrongKeyAreSaid() {
        Map<String, String> env = new HashMap<>(instance.env(folder));
        env.remove("MILLRACE_SECRET_KEY");
        Ran without = Ran.of(new SqlCommand(new Env(env)), "SELECT 1");
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err()).contains("MILLRACE_SECRET_KEY");

        Ran wrong = run("SELECT 1", "--secret-key=wrong");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("401").contains("unknown key").doesNotContain("wrong");
    }

    private Ran run(String... arguments) {
        return Ran.of(new SqlCommand(new Env(instance.env(folder))), arguments);
    }
}
