package io.millrace.standalone.up;

import static io.millrace.standalone.up.Counting.awaitMore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.Ran;
import io.millrace.cli.importing.ImportCommand;
import io.millrace.cli.verify.VerifyCommand;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import io.millrace.streams.record.RecordKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The books of topic {@code events}, in which not only events stand: the clock's ticks, which never stop, and what the API
 * writes about contacts. What the job counted is compared with the topic's own records, read one by one.
 */
@Timeout(240)
class AccountingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SENT_TWICE =
            "{\"type\":\"track\",\"event\":\"Twice\",\"userId\":\"ann\",\"messageId\":\"twice\"}";

    @Test
    void theBooksAddUpWhileTicksEventsAndContactsAreWritten(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedClickHouse clickhouse = EmbeddedClickHouse.start(
                        EmbeddedClickHouseConfig.from(Env.system(), folder.resolve("clickhouse")));
                ClickHouseClient tables = new ClickHouseClient(clickhouse.endpoint());
                UpProcess up = UpProcess.start(
                        data,
                        Map.of(
                                "MILLRACE_CLICKHOUSE_URL", clickhouse.endpoint().url(),
                                "MILLRACE_CLICKHOUSE_PASSWORD",
                                        clickhouse.endpoint().password(),
                                "MILLRACE_CLICKHOUSE_SQL_PASSWORD",
                                        clickhouse.sqlEndpoint().password()));
                TopicKinds topic = TopicKinds.open(up.place("kafka"));
                Load load = Load.start(up.client());
                ContactLoad contacts = ContactLoad.start(up.client())) {
            Client client = up.client();
            awaitMore(load, 1_000);
            assertThat(client.send(
                            "/v1/batch", "{\"batch\":[" + SENT_TWICE + "," + SENT_TWICE + ",{\"type\":\"track\"}]}"))
                    .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> contacts.answered() >= 5);

            Env env = environment(data, folder);
            Ran verified = Ran.of(new VerifyCommand(env));
            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
            Path file = Files.writeString(folder.resolve("visits.csv"), "id,at\nann,2026-01-01\nben,2026-01-02\n");
            Ran imported =
                    Ran.of(new ImportCommand(env), "--event=visit", "--user-id=id", "--timestamp=at", file.toString());
            assertThat(imported.exitCode()).as(imported.out() + imported.err()).isZero();
            assertThat(imported.out()).containsPattern("Stored +2\n");

            int sent = load.finish();
            contacts.finish();
            Ran atTheEnd = Ran.of(new VerifyCommand(env));
            assertThat(atTheEnd.exitCode()).as(atTheEnd.out()).isZero();
            assertThatEveryRecordIsCountedAsWhatItIs(tables, topic);
            JsonNode total = client.ask("/v1/analytics/accounting", "").path("total");
            // Nothing was sent again in this run, so each was accepted once: the load, the pair, the rejected, the
            // file.
            assertThat(total.path("accepted").asLong()).isEqualTo(sent + 2 + 1 + 2);
            assertThat(total.path("stored").asLong()).isEqualTo(sent + 1 + 2);
            assertThat(total.path("duplicate").asLong()).isEqualTo(1);
            assertThat(total.path("rejected").asLong()).isEqualTo(1);
            await("ticks alone do not leave anybody behind").atMost(PATIENCE).until(() -> client.ask(
                            "/v1/analytics/accounting", "")
                    .path("caught_up")
                    .asBoolean());
            assertThat(up.terminate()).isZero();
        }
    }

    /** Outcomes leave by checkpoint, so those of a partition stand for its first records, however many those are. */
    private static void assertThatEveryRecordIsCountedAsWhatItIs(ClickHouseClient tables, TopicKinds topic) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<Integer, Counted> counted = new TreeMap<>();
            Map<Integer, Counted> there = new TreeMap<>();
            for (JsonNode row : tables.rows(
                    Sql.of(
                            """
                    SELECT
                        partition,
                        sumIf(n, outcome IN ('stored', 'duplicate', 'rejected')) AS events,
                        sumIf(n, outcome = 'other') AS others
                    FROM ingest_outcomes
                    WHERE topic = 'events'
                    GROUP BY partition
                    """))) {
                int partition = row.path("partition").asInt();
                Counted outcomes = new Counted(
                        row.path("events").asLong(), row.path("others").asLong());
                counted.put(partition, outcomes);
                Map<RecordKind, Long> kinds = topic.first(partition, outcomes.events() + outcomes.others());
                there.put(
                        partition,
                        new Counted(
                                kinds.getOrDefault(RecordKind.EVENT, 0L),
                                kinds.getOrDefault(RecordKind.CLOCK, 0L) + kinds.getOrDefault(RecordKind.CONTACT, 0L)));
            }
            assertThat(counted).hasSize(12).isEqualTo(there);
        });
        Map<RecordKind, Long> all = topic.all();
        assertThat(all.get(RecordKind.CONTACT)).isGreaterThanOrEqualTo(5);
        assertThat(all.get(RecordKind.CLOCK)).isGreaterThan(100);
    }

    private record Counted(long events, long others) {}

    private static Env environment(Path data, Path folder) {
        return new Env(Map.of(
                "MILLRACE_DATA_DIR",
                data.toString(),
                "MILLRACE_CACHE_DIR",
                folder.resolve("cache").toString(),
                "MILLRACE_WRITE_KEY",
                UpProcess.WRITE_KEY,
                "MILLRACE_SECRET_KEY",
                UpProcess.SECRET_KEY));
    }
}
