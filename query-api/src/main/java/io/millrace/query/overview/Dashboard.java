package io.millrace.query.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.overview.Messages.Counts;
import io.millrace.query.request.Faults;
import io.millrace.query.time.TimeRange;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CampaignOS's overview: all contacts and campaigns; new contacts, messages and events (track, page and screen) of the
 * thirty local days that end today.
 */
public final class Dashboard implements RouteHandler {

    private static final int DAYS = 30;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;
    private final Messages messages;
    private final Campaigns campaigns;

    /** @param bounds the settings that bound each statement in time and memory */
    public Dashboard(ClickHouseClient client, Map<String, String> bounds, Definitions definitions) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
        this.messages = new Messages(client, bounds);
        this.campaigns = new Campaigns(definitions);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        faults.throwIfAny();
        String workspace = call.ownWorkspace().id();
        TimeRange month = Days.range(call, DAYS);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        JsonNode contacts = contacts(workspace, month);
        answer.putObject("contacts")
                .put("total", contacts.path("total").asLong())
                .put("new", contacts.path("fresh").asLong());
        answer.putObject("campaigns")
                .put("total", (long) campaigns.all(workspace).size())
                .put("active", campaigns.active(workspace));
        Counts sends = messages.counts(workspace, Optional.empty(), month);
        answer.putObject("messages")
                .put("total", sends.of("sent"))
                .put("sent", sends.of("sent"))
                .put("opened", sends.of("opened"))
                .put("clicked", sends.of("clicked"))
                .put("openRate", sends.rate("opened", "sent"))
                .put("clickRate", sends.rate("clicked", "sent"));
        answer.putObject("events").put("total", events(call, month));
        return Reply.json(200, answer);
    }

    private JsonNode contacts(String workspace, TimeRange month) {
        SqlValues values = new SqlValues();
        return client.rows(
                        values.sql(
                                """
                                SELECT count() AS total,
                                  countIf(since >= fromUnixTimestamp64Milli(%s) AND since <= fromUnixTimestamp64Milli(%s)) AS fresh
                                FROM %s
                                """
                                        .formatted(
                                                values.whole(month.fromMillis()),
                                                values.whole(month.toMillis()),
                                                ContactDates.sql(workspace, identities.of(workspace), values))),
                        bounds)
                .get(0);
    }

    private long events(Call call, TimeRange month) {
        SqlValues values = new SqlValues();
        String text = "SELECT countIf(" + new FilterSql(values, call.at()).matches(Selector.ANY)
                + ") AS n FROM events WHERE "
                + EventRows.within(call.ownWorkspace().id(), month, values);
        return client.rows(values.sql(text), bounds).get(0).path("n").asLong();
    }
}
