package io.millrace.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Ran;
import io.millrace.cli.demo.DemoCommand;
import io.millrace.cli.doctor.DoctorCommand;
import io.millrace.cli.importing.ImportCommand;
import io.millrace.cli.sql.SqlCommand;
import io.millrace.cli.tail.TailCommand;
import io.millrace.cli.verify.VerifyCommand;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands against a whole instance, in the order in which somebody would use them. What orders.csv sums up to was
 * counted with awk.
 */
@Timeout(300)
class CommandsIT {

    private final Path folder;

    CommandsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFileGoesInOnceHoweverOftenItIsImported() throws IOException {
        Path orders = folder.resolve("orders.csv");
        try (InputStream resource = CommandsIT.class.getResourceAsStream("/io/millrace/cli/orders.csv")) {
            assertThat(resource).isNotNull();
            Files.write(orders, resource.readAllBytes());
        }
        try (RunningInstance instance = RunningInstance.start(folder)) {
            Env env = instance.env(folder);
            String[] options = {"--event=purchase", "--user-id=customer", "--timestamp=date", orders.toString()};

            Ran first = Ran.of(new ImportCommand(env), options);
            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(first.out()).containsPattern("Stored +300\n").containsPattern("Duplicate +0\n");
            assertThat(totals(env)).isEqualTo("300 85 468 8011.72");
            assertThat(months(env)).isEqualTo("2025-10 99, 2025-11 96, 2025-12 105");

            Ran second = Ran.of(new ImportCommand(env), options);
            assertThat(second.exitCode()).as(second.err()).isZero();
            assertThat(second.out()).containsPattern("Stored +0\n").containsPattern("Duplicate +300\n");
            assertThat(totals(env)).isEqualTo("300 85 468 8011.72");

            Path broken = folder.resolve("broken.csv");
            Files.writeString(
                    broken,
                    "customer,date\nann,2026-01-01\n,2026-01-02\nben,yesterday\ncleo\n",
                    StandardCharsets.UTF_8);
            Ran rejected = Ran.of(
                    new ImportCommand(env),
                    "--event=visit",
                    "--user-id=customer",
                    "--timestamp=date",
                    broken.toString());
            assertThat(rejected.exitCode()).as(rejected.err()).isEqualTo(3);
            assertThat(rejected.out())
                    .containsSubsequence("line 3: missing_id", "line 4: invalid_timestamp", "line 5: unreadable_row");

            Ran tail = Ran.of(new TailCommand(env), "--since=600", "--limit=301", "--json");
            assertThat(tail.out().lines()).hasSize(301).doesNotHaveDuplicates();

            Ran verified = Ran.of(new VerifyCommand(env));
            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();

            demoTwice(env);
            assertThat(Ran.of(new DoctorCommand(env)).exitCode()).isZero();
        }
    }

    private static void demoTwice(Env env) throws IOException {
        String count = "SELECT count() AS n FROM events WHERE message_id LIKE 'demo-%'";
        String[] options = {"--once", "--days=1", "--seed=3", "--until=2026-03-03T00:00:00Z"};
        assertThat(Ran.of(new DemoCommand(env), options).exitCode()).isZero();
        assertThat(Ran.of(new VerifyCommand(env)).exitCode()).isZero();
        long once = rows(env, count).path(0).path("n").asLong();
        assertThat(once).isPositive();

        assertThat(Ran.of(new DemoCommand(env), options).exitCode()).isZero();
        assertThat(Ran.of(new VerifyCommand(env)).exitCode()).isZero();
        assertThat(rows(env, count).path(0).path("n").asLong()).isEqualTo(once);
    }

    private static String totals(Env env) throws IOException {
        JsonNode row = rows(
                        env,
                        """
                        SELECT
                            count() AS n,
                            uniqExact(user_id) AS customers,
                            sum(toUInt64(properties['quantity'])) AS quantity,
                            toString(sum(toDecimal64(properties['amount'], 2))) AS amount
                        FROM events
                        WHERE event = 'purchase'
                          AND import_id LIKE 'imp_%'
                        """)
                .path(0);
        return row.path("n").asText() + " " + row.path("customers").asText() + " "
                + row.path("quantity").asText() + " " + row.path("amount").asText();
    }

    private static String months(Env env) throws IOException {
        StringBuilder months = new StringBuilder();
        for (JsonNode row : rows(
                env,
                """
                SELECT formatDateTime(timestamp, '%Y-%m') AS month, count() AS n
                FROM events
                WHERE event = 'purchase'
                GROUP BY month
                ORDER BY month
                """)) {
            months.append(months.length() == 0 ? "" : ", ")
                    .append(row.path("month").asText())
                    .append(' ')
                    .append(row.path("n").asText());
        }
        return months.toString();
    }

    private static JsonNode rows(Env env, String query) throws IOException {
        Ran ran = Ran.of(new SqlCommand(env), query, "--format=json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out()).path("data");
    }
}
