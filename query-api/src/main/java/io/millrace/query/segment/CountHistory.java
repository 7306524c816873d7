package io.millrace.query.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.rule.Rule;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many contacts there were at the end of each of the last thirty local days; of today, as of now. Of a segment as its
 * log of changes has it, of other rules as they would have been judged over everything known now. Thread-safe.
 */
final class CountHistory {

    private static final int DAYS = 30;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final SegmentAudience audience;

    /** @param bounds the settings that bound each statement in time and memory */
    CountHistory(ClickHouseClient client, Map<String, String> bounds, SegmentAudience audience) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.audience = audience;
    }

    ArrayNode kept(Call call, String segment) {
        List<Day> days = days(call);
        SqlValues values = new SqlValues();
        // Entries and exits of a contact take turns, so the difference of their numbers is who is in.
        String text =
                """
                SELECT least(indexOf(arrayMap(end -> toUnixTimestamp64Milli(at) < end, %1$s), true), %2$s) AS day,
                  toInt64(countIf(change = 'entered')) - toInt64(countIf(change = 'exited')) AS gained
                FROM segment_changes
                WHERE workspace = %3$s AND segment = %4$s
                GROUP BY day
                """
                        .formatted(
                                values.wholes(days.stream().map(Day::endMillis).toList()),
                                values.whole(DAYS),
                                values.text(call.ownWorkspace().id()),
                                values.text(segment));
        Map<Integer, Long> gained = new HashMap<>();
        for (JsonNode row : client.rows(values.sql(text), bounds)) {
            gained.put(row.path("day").asInt(), row.path("gained").asLong());
        }
        ArrayNode history = JsonNodeFactory.instance.arrayNode();
        long count = 0;
        for (int i = 0; i < days.size(); i++) {
            count += gained.getOrDefault(i + 1, 0L);
            add(history, days.get(i), count);
        }
        return history;
    }

    ArrayNode judged(Call call, Rule rule) {
        List<Day> days = days(call);
        long now = call.at().toEpochMilli();
        List<Long> counts = audience.counts(
                call.ownWorkspace(),
                rule,
                days.stream().map(day -> Math.min(now, day.endMillis() - 1)).toList());
        ArrayNode history = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < days.size(); i++) {
            add(history, days.get(i), counts.get(i));
        }
        return history;
    }

    private static void add(ArrayNode history, Day day, long count) {
        history.addObject().put("date", day.date().toString()).put("count", count);
    }

    /** @param endMillis the first instant of the next day */
    private record Day(LocalDate date, long endMillis) {}

    private static List<Day> days(Call call) {
        ZoneId zone = call.ownWorkspace().timezone();
        LocalDate today = call.at().atZone(zone).toLocalDate();
        List<Day> days = new ArrayList<>();
        for (int back = DAYS - 1; back >= 0; back--) {
            LocalDate date = today.minusDays(back);
            days.add(new Day(
                    date, date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli()));
        }
        return days;
    }
}
