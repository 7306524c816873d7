package io.millrace.query.overview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.overview.Messages.Counts;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Problem;
import io.millrace.query.time.TimeRange;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CampaignOS's analytics of one campaign: its messages of a period and what became of them, also by the variants of its A/B
 * tests, and all its runs.
 */
public final class CampaignReport implements RouteHandler {

    private static final Pattern PERIOD = Pattern.compile("([1-9][0-9]{0,3})d");
    private static final String PERIOD_DEFAULT = "30d";

    private final Messages messages;
    private final Campaigns campaigns;
    private final Enrollments enrollments;
    private final AbTests abTests;

    /** @param bounds the settings that bound each statement in time and memory */
    public CampaignReport(
            ClickHouseClient client, Map<String, String> bounds, Definitions definitions, AbTests abTests) {
        this.abTests = abTests;
        this.messages = new Messages(client, bounds);
        this.campaigns = new Campaigns(definitions);
        this.enrollments = new Enrollments(client, bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("period"), faults);
        int days = days(call, faults);
        faults.throwIfAny();
        String workspace = call.ownWorkspace().id();
        String id = call.inPath("campaignId");
        String name = name(workspace, id);
        TimeRange range = Days.range(call, days);
        Counts counts = messages.counts(workspace, Optional.of(id), range);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("campaign").put("id", id).put("name", name);
        Enrollments.Runs runs = enrollments.of(workspace, id);
        answer.putObject("enrollments")
                .put("total", runs.total())
                .put("active", runs.active())
                .put("completed", runs.ended());
        answer.putObject("messages")
                .put("total", counts.of("sent"))
                .put("sent", counts.of("sent"))
                .put("delivered", counts.of("delivered"))
                .put("opened", counts.of("opened"))
                .put("clicked", counts.of("clicked"))
                .put("bounced", counts.of("bounced"))
                .put("failed", counts.of("failed"))
                .put("openRate", counts.rate("opened", "delivered"))
                .put("clickRate", counts.rate("clicked", "delivered"))
                .put("bounceRate", counts.rate("bounced", "delivered"));
        breakdown(answer.putArray("statusBreakdown"), "status", counts.byStatus());
        breakdown(answer.putArray("channelBreakdown"), "channel", counts.byChannel());
        answer.set("abTests", abTests.of(workspace, id, range));
        return Reply.json(200, answer);
    }

    /** A campaign that has been deleted still has what it sent. */
    private String name(String workspace, String id) {
        return campaigns
                .get(workspace, id)
                .map(Campaigns.Named::name)
                .or(() -> messages.any(workspace, id) ? Optional.of(id) : Optional.empty())
                .orElseThrow(() -> Problem.notFound("Campaign").exception());
    }

    private static void breakdown(ArrayNode rows, String column, Map<String, Long> counts) {
        counts.forEach((name, n) -> {
            if (n > 0) {
                rows.addObject().put(column, name.toUpperCase(Locale.ROOT)).put("_count", n);
            }
        });
    }

    private static int days(Call call, Faults faults) {
        String period = call.parameter("period").orElse(PERIOD_DEFAULT);
        Matcher matcher = PERIOD.matcher(period);
        int days = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (days == 0 || days > Days.MOST) {
            faults.invalid("period", TextNode.valueOf(period), "days such as 7d, 30d or 90d, up to " + Days.MOST + "d");
        }
        return Math.max(1, days);
    }
}
