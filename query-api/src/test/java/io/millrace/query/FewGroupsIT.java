package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that a glance at some of the events does not show: 150,000 events of a common plan, then two of others. */
class FewGroupsIT {

    private static final long COMMON = 150_000;

    private final Api api = Api.start();

    @BeforeEach
    void store() {
        api.clickhouse()
                .execute(new Sql(
                        """
                        INSERT INTO events (workspace, event, type, timestamp, person, received_at, properties)
                        SELECT {workspace:String}, 'login', 'track', toDateTime64('2026-02-01 00:00:00', 3, 'UTC') + number / 1000 AS at,
                          number % 1000, at, map('plan', 'common', 'size', toString(number % 2))
                        FROM numbers({count:UInt64})
                        """,
                        Map.of("workspace", api.workspace.id(), "count", COMMON)));
        api.track("ann", "login", "2026-02-02T10:00:00Z", "plan", "rare", "size", "0")
                .track("bob", "login", "2026-02-02T11:00:00Z")
                .track("cid", "login", "2026-02-02T12:00:00Z", "plan", "other", "size", "7")
                .track("cid", "login", "2026-02-02T13:00:00Z", "plan", "other", "size", "7")
                .stored();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyGroupIsShownTheLargestFirst() {
        assertThat(totals(ask("\"group_by\":\"properties.plan\"")))
                .containsExactly("common=1000", "other=1", "rare=1", "$none=1");
    }

    @Test
    void theRestIsWhatTheLimitLeavesOut() {
        assertThat(totals(ask("\"group_by\":\"properties.plan\",\"limit\":1")))
                .containsExactly("common=1000", "$none=1", "$other=2");
    }

    @Test
    void withoutARestNothingElseChanges() {
        assertThat(totals(ask("\"group_by\":\"properties.plan\",\"limit\":1,\"other\":false")))
                .containsExactly("common=1000", "$none=1");
    }

    @Test
    void severalFieldsAreOneGroup() {
        assertThat(totals(ask("\"group_by\":[\"properties.plan\",\"properties.size\"]")))
                .containsExactly("common|0=500", "common|1=500", "other|7=1", "rare|0=1", "$none|$none=1");
    }

    @Test
    void eachDayHasEachGroup() {
        List<String> days = new ArrayList<>();
        ask("\"group_by\":\"properties.plan\"").path("data").forEach(day -> days.add(day.toString()));

        assertThat(days)
                .containsExactly(
                        "{\"date\":\"2026-02-01\",\"groups\":{\"common\":1000,\"other\":0,\"rare\":0,\"$none\":0}}",
                        "{\"date\":\"2026-02-02\",\"groups\":{\"common\":0,\"other\":1,\"rare\":1,\"$none\":1}}");
    }

    @Test
    void theEarlierRangeHasTheSameGroupsInTheSameOrder() {
        JsonNode answer = api.query(
                """
                {"type":"timeseries","series":[{"event":"login","measure":"unique_contacts"}],"from":"2026-02-02",
                 "to":"2026-02-02","group_by":"properties.plan","compare":"previous_period"}
                """);

        assertThat(totals(answer.path("series").path(0))).containsExactly("other=1", "rare=1", "$none=1");
        assertThat(totals(answer.path("series").path(0).path("previous")))
                .containsExactly("other=0", "rare=0", "$none=0", "$other=1000");
    }

    private JsonNode ask(String grouping) {
        return api.query(
                "{\"type\":\"unique_contacts\",\"event\":\"login\",\"from\":\"2026-02-01\",\"to\":\"2026-02-02\","
                        + grouping + "}");
    }

    private static List<String> totals(JsonNode answer) {
        List<String> totals = new ArrayList<>();
        answer.path("groups")
                .forEach(group -> totals.add(
                        group.path("label").asText() + "=" + group.path("total").asText()));
        return totals;
    }
}
