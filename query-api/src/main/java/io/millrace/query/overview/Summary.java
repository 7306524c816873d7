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
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Map;

/**
 * GrowthOS's dashboard. Events are track, page and screen events, days are local to the workspace, thirty days end
 * today. Surveys and referrals do not exist yet, so there are none to count.
 */
public final class Summary implements RouteHandler {

    private static final int DAYS = 30;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;
    private final Campaigns campaigns;

    /** @param bounds the settings that bound each statement in time and memory */
    public Summary(ClickHouseClient client, Map<String, String> bounds, Definitions definitions) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
        this.campaigns = new Campaigns(definitions);
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
        JsonNode contacts = client.rows(
                        values.sql("SELECT count() AS n FROM " + ContactDates.sql(workspace.id(), known, values)),
                        bounds)
                .get(0);
        JsonNode row = events(call, workspace.id(), month, today, known);
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("total_contacts", contacts.path("n").asLong());
        summary.put("contacts_30d", row.path("recent_contacts").asLong());
        summary.put("events_today", row.path("today_events").asLong());
        summary.put("events_avg_daily", row.path("month_events").asLong() / (double) DAYS);
        summary.put("active_campaigns", campaigns.active(workspace.id()));
        summary.put("nps_score", 0);
        summary.put("referral_conversion_rate", 0.0);
        return Reply.json(200, summary);
    }

    private JsonNode events(Call call, String workspace, TimeRange month, TimeRange today, Identities known) {
        SqlValues values = new SqlValues();
        String event = new FilterSql(values, call.at()).matches(Selector.ANY);
        return client.rows(
                        values.sql(
                                """
                                SELECT uniqExact(%s) AS recent_contacts, countIf(%s) AS month_events,
                                  countIf(%s AND %s) AS today_events
                                FROM %s
                                WHERE %s
                                """
                                        .formatted(
                                                known.contact(),
                                                event,
                                                event,
                                                EventRows.within(workspace, today, values),
                                                known.from("events", workspace, values),
                                                EventRows.within(workspace, month, values))),
                        bounds)
                .get(0);
    }
}
