package io.millrace.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people's SQL can read of their own workspace, and that it reads nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicSqlIT {

    private static final String HEADER = "X-Millrace-Workspace";
    private static final int SYNTAX_ERROR = 62;
    private static final ContactId ALICE = ContactId.of("ws_a", new Person(Person.Kind.USER, "alice"));

    private final TestServer server;
    private final ClickHouseClient people;
    private int inserted;

    PublicSqlIT(@TempDir Path folder) {
        server = new TestServer(folder);
        people = new ClickHouseClient(server.sqlEndpoint());
        insert("ws_a", "m1", "alice", ALICE);
        insert("ws_b", "m2", "bob", ContactId.of("ws_b", new Person(Person.Kind.USER, "bob")));
        insert("ws_b", "m3", "bob", ContactId.of("ws_b", new Person(Person.Kind.USER, "bob")));
    }

    @AfterAll
    void stop() {
        people.close();
        server.close();
    }

    @Test
    void everyWorkspaceReadsItsOwnRows() {
        assertThat(ask("ws_a", "SELECT message_id FROM events ORDER BY message_id"))
                .containsExactly("{\"message_id\":\"m1\"}");
        assertThat(ask("ws_b", "SELECT message_id FROM events ORDER BY message_id"))
                .containsExactly("{\"message_id\":\"m2\"}", "{\"message_id\":\"m3\"}");
        assertThat(ask("ws_c", "SELECT message_id FROM events")).isEmpty();
    }

    @Test
    void aMissingHeaderReadsNothing() {
        assertThat(people.rows(Sql.of("SELECT * FROM events"))).isEmpty();
    }

    @Test
    void theColumnsAreTheDocumentedOnes() {
        assertThat(ask("ws_a", "SELECT * FROM events"))
                .containsExactly("{\"message_id\":\"m1\",\"type\":\"track\",\"event\":\"buy\",\"contact_id\":\"" + ALICE
                        + "\",\"user_id\":\"alice\",\"anonymous_id\":\"\",\"timestamp\":\"2026-01-01 00:00:00.000\","
                        + "\"received_at\":\"2026-01-01 00:00:01.000\",\"properties\":{\"amount\":\"1.50\"},"
                        + "\"context\":{},\"traits\":{},\"flags\":[],\"import_id\":\"\",\"text\":\"{}\","
                        + "\"partition\":3,\"offset\":9223372036854775808}");
    }

    @Test
    void theViewsAloneAreListed() {
        assertThat(ask("ws_a", "SELECT DISTINCT concat(database, '.', name) AS name FROM system.tables ORDER BY name"))
                .containsExactly(
                        "{\"name\":\"public.campaign_nodes\"}",
                        "{\"name\":\"public.contacts\"}",
                        "{\"name\":\"public.enrollments\"}",
                        "{\"name\":\"public.events\"}",
                        "{\"name\":\"public.messages\"}",
                        "{\"name\":\"public.segment_changes\"}",
                        "{\"name\":\"public.segment_members\"}",
                        "{\"name\":\"public_plain.events\"}");
        assertThat(ask("ws_a", "SELECT DISTINCT database FROM system.columns ORDER BY database"))
                .containsExactly("{\"database\":\"public\"}", "{\"database\":\"public_plain\"}");
        assertThat(ask("ws_a", "SELECT name FROM system.databases ORDER BY name"))
                .containsExactly("{\"name\":\"public\"}", "{\"name\":\"public_plain\"}");
    }

    @Test
    void everyViewShowsTheOwnRowsAlone() {
        insertRow("contacts", "{\"workspace\":\"ws_d\",\"contact\":7,\"version\":1}");
        insertRow("segment_members", "{\"workspace\":\"ws_d\",\"segment\":\"s\",\"contact\":7,\"is_member\":1}");
        insertRow("segment_changes", "{\"workspace\":\"ws_d\",\"segment\":\"s\",\"contact\":7,\"change\":\"entered\"}");
        insertRow(
                "events",
                "{\"workspace\":\"ws_d\",\"type\":\"track\",\"event\":\"message_sent\",\"properties\":{\"send_id\":\"s1\"}}");

        insertRow(
                "enrollment_steps",
                "{\"workspace\":\"ws_d\",\"campaign\":\"c\",\"run\":\"r\",\"step\":\"reached\",\"node\":\"n\"}");

        for (String view : List.of(
                "contacts", "segment_members", "segment_changes", "messages", "enrollments", "campaign_nodes")) {
            assertThat(ask("ws_d", "SELECT count() AS n FROM " + view)).as(view).containsExactly("{\"n\":1}");
            assertThat(ask("ws_a", "SELECT count() AS n FROM " + view)).as(view).containsExactly("{\"n\":0}");
            assertThat(people.rows(Sql.of("SELECT * FROM " + view))).as(view).isEmpty();
        }
        assertThat(ask("ws_a", "SELECT count() AS n FROM public_plain.events")).containsExactly("{\"n\":1}");
    }

    @Test
    void aMessageIsKnownFromItsGrantOnAndByWhatBecomesOfIt() {
        String row =
                "{\"workspace\":\"ws_m\",\"campaign\":\"c\",\"send_id\":\"%s\",\"run\":\"r\",\"node\":\"n\",\"contact\":7,"
                        + "\"channel\":\"email\",\"class\":\"marketing\",\"outcome\":\"%s\",\"reason\":\"%s\","
                        + "\"at\":\"2026-03-02 12:00:00\",\"campaign_version\":3}";
        insertRow("messages", row.formatted("s1", "granted", ""));
        insertRow("messages", row.formatted("s2", "granted", ""));
        insertRow("messages", row.formatted("s3", "skipped", "frequency_cap"));
        insertRow("messages", row.formatted("s4", "noted", ""));
        String event = "{\"workspace\":\"ws_m\",\"type\":\"track\",\"event\":\"%s\",\"person\":7,\"timestamp\":"
                + "\"2026-03-02 12:00:0%d\",\"received_at\":\"2026-03-02 12:00:0%d\",\"properties\":{\"send_id\":\"%s\","
                + "\"campaign_id\":\"c\",\"node_id\":\"n\",\"channel\":\"email\"%s}}";
        insertRow("events", event.formatted("message_sent", 1, 1, "s2", ""));
        insertRow(
                "events", event.formatted("message_bounced", 2, 2, "s2", ",\"class\":\"hard\",\"reason\":\"no_user\""));
        insertRow("events", event.formatted("message_skipped", 3, 3, "s3", ",\"reason\":\"frequency_cap\""));

        assertThat(
                        ask(
                                "ws_m",
                                "SELECT send_id, status, reason, class, bounce_class, run_id, campaign_version,"
                                        + " contact_id = (SELECT max(contact_id) FROM messages) AS one FROM messages ORDER BY send_id"))
                .containsExactly(
                        message("s1", "pending", "", ""),
                        message("s2", "bounced", "no_user", "hard"),
                        message("s3", "skipped", "frequency_cap", ""),
                        message("s4", "noted", "", ""));
        assertThat(ask("ws_m", "SELECT count() AS n FROM messages WHERE skipped_at = '2026-03-02 12:00:00.000'"))
                .containsExactly("{\"n\":1}");
    }

    private static String message(String id, String status, String reason, String bounced) {
        return ("{\"send_id\":\"%s\",\"status\":\"%s\",\"reason\":\"%s\",\"class\":\"marketing\","
                        + "\"bounce_class\":\"%s\",\"run_id\":\"r\",\"campaign_version\":3,\"one\":1}")
                .formatted(id, status, reason, bounced);
    }

    /** Two runs through a, then b; one waits at b, one was ended there; and one that was merged waits at a. */
    @Test
    void countsPerNodeAndRunsFollowFromSteps() {
        insertRow("contacts", "{\"workspace\":\"ws_n\",\"contact\":7,\"gone\":1,\"merged_into\":9,\"version\":1}");
        steps(7, "r1", "entered t", "reached t", "reached a t", "reached b a");
        steps(7, "r2", "entered t", "reached t", "reached a t", "reached b a", "exited b  goal");
        steps(7, "r3", "entered t", "reached t", "reached a t");
        steps(9, "r3", "moved");
        steps(9, "r4", "entered t  hold_out", "reached t", "reached a t", "reached b a", "exited b  completed");
        String failed =
                "{\"workspace\":\"ws_n\",\"type\":\"track\",\"event\":\"%s\",\"properties\":{\"send_id\":\"%s\","
                        + "\"campaign_id\":\"c\",\"node_id\":\"a\",\"reason\":\"%s\"}}";
        insertRow("events", failed.formatted("message_failed", "s1", "timeout"));
        insertRow("events", failed.formatted("message_skipped", "s2", "hold_out"));
        insertRow("events", failed.formatted("message_skipped", "s3", "hold_out"));
        insertRow("events", failed.formatted("message_skipped", "s4", "unsubscribed"));

        assertThat(ask("ws_n", "SELECT * EXCEPT campaign_id FROM campaign_nodes ORDER BY node_id"))
                .containsExactly(
                        node("a", 4, 1, 3, 0, "\"hold_out\":2,\"unsubscribed\":1", 1),
                        node("b", 3, 1, 1, 1, "", 0),
                        node("t", 4, 0, 4, 0, "", 0));
        assertThat(ask(
                        "ws_n",
                        "SELECT run_id, cause, node_id, state, exit_reason, held_out, contact_id = '"
                                + new ContactId(0, 9) + "' AS now FROM enrollments ORDER BY run_id"))
                .containsExactly(
                        run("r1", "b", "waiting", "", 0),
                        run("r2", "b", "exited", "goal", 0),
                        run("r3", "a", "waiting", "", 0),
                        run("r4", "b", "completed", "completed", 1));
    }

    private void steps(int contact, String run, String... steps) {
        for (int i = 0; i < steps.length; i++) {
            String[] step = (steps[i] + "    ").split(" ", -1);
            insertRow(
                    "enrollment_steps",
                    ("{\"workspace\":\"ws_n\",\"campaign\":\"c\",\"run\":\"%s\",\"contact\":%d,\"step\":\"%s\",\"node\":\"%s\","
                                    + "\"from_node\":\"%s\",\"reason\":\"%s\",\"version\":%d}")
                            .formatted(run, contact, step[0], step[1], step[2], step[3], contact * 100 + i));
        }
    }

    private static String node(String id, int entered, int waiting, int done, int exited, String skipped, int failed) {
        return ("{\"node_id\":\"%s\",\"entered\":%d,\"waiting\":%d,\"done\":%d,\"exited\":%d,\"sent\":0,"
                        + "\"skipped\":{%s},\"failed\":%d}")
                .formatted(id, entered, waiting, done, exited, skipped, failed);
    }

    private static String run(String id, String node, String state, String reason, int heldOut) {
        return ("{\"run_id\":\"%s\",\"cause\":\"t\",\"node_id\":\"%s\",\"state\":\"%s\",\"exit_reason\":\"%s\","
                        + "\"held_out\":%d,\"now\":1}")
                .formatted(id, node, state, reason, heldOut);
    }

    /** What the second database is for: ClickHouse runs a view's joins also for columns nobody asked for. */
    @Test
    void plainEventsAreReadWithoutAJoin() {
        assertThat(ask("ws_a", "EXPLAIN SELECT count() FROM public.events WHERE event = 'buy'"))
                .anyMatch(line -> line.contains("Join"));
        assertThat(ask("ws_a", "EXPLAIN SELECT count() FROM public_plain.events WHERE event = 'buy'"))
                .noneMatch(line -> line.contains("Join"));
    }

    /** A condition that fails on a row it may not see would tell that the row exists. */
    @Test
    void conditionsAreNotTriedOnOtherWorkspacesRows() {
        assertThat(ask("ws_a", "SELECT count() AS n FROM events WHERE throwIf(user_id = 'bob')"))
                .containsExactly("{\"n\":0}");
        assertThat(ask("ws_a", "SELECT count() AS n FROM events WHERE user_id = 'bob' OR 1 = 1"))
                .containsExactly("{\"n\":1}");
    }

    @Test
    void theKeyOfTheConnectionCannotBeRead() {
        for (String header : List.of("Authorization", "X-ClickHouse-Key", "x-clickhouse-key")) {
            assertThat(ask("ws_a", "SELECT getClientHTTPHeader('" + header + "') AS v"))
                    .as(header)
                    .containsExactly("{\"v\":\"\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM millrace.events",
                "SELECT count() FROM millrace.events",
                "SELECT * FROM millrace.rejected_events",
                "SELECT * FROM millrace.event_counts",
                "SELECT * FROM millrace.contacts",
                "SELECT * FROM millrace.identities",
                "SELECT * FROM millrace.segment_members",
                "SELECT * FROM millrace.segment_changes",
                "SELECT * FROM millrace.messages",
                "SELECT * FROM millrace.enrollment_steps",
                "SELECT * FROM millrace.profile_writes",
                "SELECT * FROM millrace.api_outcomes",
                "SELECT * FROM millrace.ingest_outcomes",
                "SELECT * FROM millrace.schema_migrations",
                "DESCRIBE TABLE millrace.events",
                "SHOW CREATE TABLE millrace.events",
                "EXISTS TABLE millrace.events",
                "SELECT * FROM system.parts",
                "SELECT * FROM system.processes",
                "SELECT * FROM system.users",
                "SELECT * FROM system.grants",
                "SELECT * FROM system.row_policies",
                "SELECT * FROM system.query_log",
                "SELECT * FROM system.query_cache",
                "SELECT * FROM system.server_settings",
                "SELECT * FROM system.parts_columns",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM events SETTINGS readonly = 0",
                "SELECT * FROM events SETTINGS max_memory_usage = 0",
                "SELECT * FROM events SETTINGS additional_table_filters = {'millrace.events': '1'}",
                "SET max_threads = 1",
                "SELECT * FROM file('/etc/passwd', LineAsString)",
                "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
                "SELECT * FROM remote('127.0.0.1', 'millrace.events')",
                "SELECT * FROM cluster('default', 'millrace.events')",
                "SELECT * FROM merge('millrace', '.*')",
                "SELECT * FROM merge('^millrace$', 'events')",
                "SELECT * FROM mergeTreeIndex('millrace', 'events')",
                "SELECT * FROM dictionary('x')",
                "SELECT * FROM executable('id', 'TSV', 'x String')",
                "SELECT * FROM viewIfPermitted(SELECT user_id FROM millrace.events ELSE null('user_id String'))",
                "SELECT * FROM (EXPLAIN ESTIMATE SELECT * FROM events)",
                "SELECT dictGet('x', 'y', 1)",
                "SELECT joinGet('millrace.events', 'user_id', 1)",
                "SELECT * FROM s3('http://127.0.0.1:1/x')",
                "SELECT file('/etc/passwd')",
                "SELECT `fi\\x6ce`('/etc/passwd')",
                "SELECT file('/etc/passwd', 'default')",
                "SELECT * APPLY(file) FROM (SELECT '/etc/passwd' AS path)",
                "SELECT arrayMap(file, ['/etc/passwd'])",
                "SELECT * APPLY(path -> file(path)) FROM (SELECT '/etc/passwd' AS path)",
                "SELECT user_id FROM events WHERE user_id IN (SELECT file('/etc/passwd'))",
                "SELECT * FROM numbers(toUInt64(length(file('/etc/passwd'))))",
                "SELECT * FROM filesystem('/etc')",
                "SELECT * FROM Python('x')",
                "SELECT catboostEvaluate('/etc/passwd', 1)",
                "INSERT INTO events (message_id) VALUES ('x')",
                "INSERT INTO millrace.events (workspace) VALUES ('x')",
                "INSERT INTO FUNCTION file('x.csv') SELECT 1",
                "SELECT 1 INTO OUTFILE '/tmp/x'",
                "CREATE TABLE public.x (x UInt8) ENGINE = Memory",
                "CREATE TEMPORARY TABLE x (x UInt8)",
                "CREATE VIEW public.x AS SELECT 1",
                "CREATE DATABASE x",
                "CREATE DICTIONARY public.d (x UInt64) PRIMARY KEY x SOURCE(NULL()) LAYOUT(FLAT()) LIFETIME(0)",
                "CREATE FUNCTION f AS x -> x",
                "DROP VIEW public.events",
                "ALTER TABLE millrace.events DELETE WHERE 1",
                "TRUNCATE TABLE millrace.events",
                "GRANT SELECT ON millrace.events TO people",
                "KILL QUERY WHERE 1",
                "SYSTEM STOP LISTEN HTTP",
                "SYSTEM SHUTDOWN",
                "BACKUP TABLE public.events TO Disk('x', 'y')",
                "ATTACH TABLE x"
            })
    void isRefusedOrEmpty(String statement) {
        List<String> answer;
        try {
            answer = ask("ws_a", statement);
        } catch (ClickHouseUnavailableException e) {
            throw new AssertionError("the server must answer: " + statement, e);
        } catch (ClickHouseException refused) {
            assertThat(refused.code()).as(refused.getMessage()).isNotIn(0, SYNTAX_ERROR);
            return;
        }
        assertThat(answer).isEmpty();
    }

    @Test
    void theHeaderCannotBeSetBySql() {
        for (String spoof : List.of(
                "SELECT * FROM events SETTINGS http_headers = 'X-Millrace-Workspace: ws_b'",
                "WITH 'ws_b' AS workspace SELECT user_id FROM events WHERE workspace = 'ws_b'",
                "SELECT user_id FROM events WHERE getClientHTTPHeader('X-Millrace-Workspace') = 'ws_b'")) {
            List<String> answer;
            try {
                answer = ask("ws_a", spoof);
            } catch (ClickHouseException refused) {
                continue;
            }
            assertThat(answer).as(spoof).noneMatch(row -> row.contains("bob"));
        }
    }

    @Test
    void settingsOfTheRequestAreRefused() {
        assertThatThrownBy(() -> people.rows(Sql.of("SELECT 1"), Map.of("max_memory_usage", "0")))
                .isInstanceOf(ClickHouseException.class)
                .hasMessageContaining("readonly");
    }

    private List<String> ask(String workspace, String statement) {
        return people
                .read(
                        Sql.of(statement),
                        "JSONEachRow",
                        Map.of("wait_end_of_query", "1"),
                        Map.of(HEADER, workspace),
                        JsonRows::read)
                .stream()
                .map(JsonNode::toString)
                .toList();
    }

    private void insertRow(String table, String json) {
        byte[] row = json.getBytes(StandardCharsets.UTF_8);
        server.client().insert(table, "JSONEachRow", new ByteArrayInputStream(row), table + "-" + inserted++);
    }

    private void insert(String workspace, String messageId, String userId, ContactId contact) {
        RowBinaryWriter row = new RowBinaryWriter(256);
        row.string(workspace).string("buy").string("track").dateTime64Millis(1_767_225_600_000L);
        row.uint128(contact.high16(), contact.low64()).string(userId).string("").string(messageId);
        row.dateTime64Millis(1_767_225_601_000L).uint16(3).uint64(Long.MIN_VALUE);
        row.string("key_1").string("").strings(List.of());
        row.map(Map.of("amount", "1.50")).map(Map.of()).map(Map.of());
        row.utf8("{}".getBytes(StandardCharsets.UTF_8));
        server.client().insert("events", "RowBinary", new ByteArrayInputStream(row.toByteArray()), messageId);
    }
}
