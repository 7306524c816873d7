package io.millrace.query.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.clickhouse.ClickHouseClient;
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
import io.millrace.query.time.Buckets;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * CampaignOS's cohorts: the contacts that are new on a local day, and how many of them were active in each week that
 * began on that day or a multiple of seven days later. Week 0 is the cohort itself; weeks not begun yet are left out.
 */
public final class SignupCohorts implements RouteHandler {

    private static final int WEEK = 7;
    private static final String EVENT = "event:";
    private static final List<String> HEADER =
            List.of("cohort", "size", "activeContacts", "retentionRate", "week", "contacts");

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public SignupCohorts(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    /** A cohort's day and how many of it were active in each week; week 0 is its size. */
    private record Cohort(String day, long[] weeks) {
        long active() {
            return weeks[weeks.length - 1];
        }

        double rate() {
            return weeks[0] == 0 ? 0 : active() / (double) weeks[0];
        }
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("days", "metric", "format"), faults);
        int days = Days.read(call, faults);
        String metric = call.parameter("metric").orElse("events");
        Selector active = selector(metric, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        List<Cohort> cohorts = cohorts(call, Days.range(call, days), active);
        if (csv) {
            return csv(cohorts);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("period", days + "d").put("metric", metric);
        ArrayNode rows = answer.putArray("cohorts");
        for (Cohort cohort : cohorts) {
            ObjectNode row = rows.addObject();
            row.put("cohort", cohort.day()).put("size", cohort.weeks()[0]);
            row.put("activeContacts", cohort.active()).put("retentionRate", cohort.rate());
            ObjectNode retention = row.putObject("retention");
            for (int week = 0; week < cohort.weeks().length; week++) {
                retention.put("week_" + week, cohort.weeks()[week]);
            }
        }
        return Reply.json(200, answer);
    }

    private static Reply csv(List<Cohort> cohorts) {
        List<List<String>> rows = new ArrayList<>();
        for (Cohort cohort : cohorts) {
            for (int week = 0; week < cohort.weeks().length; week++) {
                rows.add(List.of(
                        cohort.day(),
                        Long.toString(cohort.weeks()[0]),
                        Long.toString(cohort.active()),
                        Double.toString(cohort.rate()),
                        Integer.toString(week),
                        Long.toString(cohort.weeks()[week])));
            }
        }
        return Reply.csv(HEADER, rows);
    }

    private static Selector selector(String metric, Faults faults) {
        if (metric.startsWith(EVENT) && metric.length() > EVENT.length()) {
            return Selector.named(metric.substring(EVENT.length()));
        }
        switch (metric) {
            case "events":
                return Selector.ANY;
            case "opens":
                return Selector.named("message_opened");
            case "clicks":
                return Selector.named("message_clicked");
            default:
                faults.invalid("metric", TextNode.valueOf(metric), "events, opens, clicks or event:<name>");
                return Selector.ANY;
        }
    }

    private List<Cohort> cohorts(Call call, TimeRange range, Selector active) {
        Buckets days = Buckets.of(range, Interval.DAY);
        List<Cohort> cohorts = new ArrayList<>();
        for (int day = 0; day < days.count(); day++) {
            cohorts.add(new Cohort(days.labels().get(day), new long[(days.count() - 1 - day) / WEEK + 1]));
        }
        Identities known = identities.of(call.ownWorkspace().id());
        for (JsonNode row : sizes(call, range, days, known)) {
            cohorts.get(row.path("cohort").asInt()).weeks()[0] = row.path("n").asLong();
        }
        for (JsonNode row : returns(call, range, days, known, active)) {
            cohorts.get(row.path("cohort").asInt()).weeks()[row.path("week").asInt()] =
                    row.path("n").asLong();
        }
        return cohorts;
    }

    private List<JsonNode> sizes(Call call, TimeRange range, Buckets days, Identities known) {
        SqlValues values = new SqlValues();
        return client.rows(
                values.sql("SELECT cohort, count() AS n FROM " + signups(call, range, days, known, values)
                        + " GROUP BY cohort"),
                bounds);
    }

    private List<JsonNode> returns(Call call, TimeRange range, Buckets days, Identities known, Selector active) {
        SqlValues values = new SqlValues();
        String workspace = call.ownWorkspace().id();
        return client.rows(
                values.sql(
                        """
                        SELECT cohort, intDiv(active_day - cohort, 7) AS week, uniqExact(contact) AS n
                        FROM
                        (
                          SELECT %s AS contact, %s AS active_day
                          FROM %s
                          WHERE %s AND %s
                          GROUP BY contact, active_day
                        ) AS actives
                        INNER JOIN %s AS signups USING (contact)
                        WHERE active_day >= cohort + 7
                        GROUP BY cohort, week
                        """
                                .formatted(
                                        known.contact(),
                                        day("timestamp", days, values),
                                        known.from("events", workspace, values),
                                        EventRows.within(workspace, range, values),
                                        new FilterSql(values, call.at()).matches(active),
                                        signups(call, range, days, known, values))),
                bounds);
    }

    /** The contacts that are new in the range, each with the number of its day. */
    private static String signups(Call call, TimeRange range, Buckets days, Identities known, SqlValues values) {
        return """
                (
                  SELECT contact, %s AS cohort
                  FROM %s
                  WHERE since >= fromUnixTimestamp64Milli(%s) AND since <= fromUnixTimestamp64Milli(%s)
                )"""
                .formatted(
                        day("since", days, values),
                        ContactDates.sql(call.ownWorkspace().id(), known, values),
                        values.whole(range.fromMillis()),
                        values.whole(range.toMillis()));
    }

    /** The number of the local day of an instant in the range. */
    private static String day(String instant, Buckets days, SqlValues values) {
        Map<Long, Integer> byStretch = days.bucketsByStretch();
        String starts = values.wholes(List.copyOf(byStretch.keySet()));
        List<Long> numbers = byStretch.values().stream().map(Integer::longValue).toList();
        return "transform(roundDown(toUnixTimestamp64Milli(" + instant + "), " + starts + "), " + starts + ", "
                + values.wholes(numbers) + ", toInt64(0))";
    }
}
