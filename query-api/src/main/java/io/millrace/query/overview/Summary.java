package io.millrace.query.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.definition.Workspace;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.request.Faults;
import io.millrace.query.time.TimeRange;
import java.util.List;
import java.util.Map;

/**
 * GrowthOS's dashboard. Events are track, page and screen events, days are local to the workspace, thirty days end
 * today. Campaigns, surveys and referrals do not exist yet, so there are none to count.
 */
public final class Summary implements RouteHandler {

    private static final int DAYS = 30;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public Summary(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        faults.throwIfAny();
        Workspace workspace = call.ownWorkspace();
        TimeRange month = TimeRange.lastDays(DAYS, workspace.timezone(), call.at());
        TimeRange today = TimeRange.lastDays(1, workspace.timezone(), call.at());
        Identities known = identities.of(workspace.id());
        SqlValues values = new SqlValues();
        String event = new FilterSql(values, call.at()).matches(Selector.ANY);
        String inMonth = EventRows.within(workspace.id(), month, values);
        JsonNode row = client.rows(
                        values.sql(
                                """
                                SELECT uniqExact(%s) AS contacts, uniqExactIf(%s, %s) AS recent_contacts,
                                  countIf(%s AND %s) AS month_events, countIf(%s AND %s) AS today_events
                                FROM %s
                                WHERE workspace = %s
                                """
                                        .formatted(
                                                known.contact(),
                                                known.contact(),
                                                inMonth,
                                                inMonth,
                                                event,
                                                EventRows.within(workspace.id(), today, values),
                                                event,
                                                known.from("events", workspace.id(), values),
                                                values.text(workspace.id()))),
                        bounds)
                .get(0);
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("total_contacts", row.path("contacts").asLong());
        summary.put("contacts_30d", row.path("recent_contacts").asLong());
        summary.put("events_today", row.path("today_events").asLong());
        summary.put("events_avg_daily", row.path("month_events").asLong() / (double) DAYS);
        summary.put("active_campaigns", 0);
        summary.put("nps_score", 0);
        summary.put("referral_conversion_rate", 0.0);
        return Reply.json(200, summary);
    }
}
