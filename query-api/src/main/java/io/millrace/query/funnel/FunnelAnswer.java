package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.group.GroupKey;
import io.millrace.query.request.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A funnel's answer in one of its views, as JSON and as CSV rows. */
public final class FunnelAnswer implements Answer {

    private final FunnelQuery query;
    private final FunnelView view;
    private final ViewJson shown;
    private final Tally overall;
    private final List<Group> groups;

    /** A group with its counts. */
    record Group(GroupKey key, long total, Tally tally) {}

    FunnelAnswer(
            FunnelQuery query, FunnelView view, Optional<EntryBuckets> buckets, Tally overall, List<Group> groups) {
        this.query = query;
        this.view = view;
        TimeBins bins = TimeBins.of(
                overall.stretch(),
                groups.stream().map(group -> group.tally().stretch()).toList(),
                view.bins());
        this.shown = ViewJson.of(query, view, buckets, bins);
        this.overall = overall;
        this.groups = List.copyOf(groups);
    }

    /** The steps over all groups, from the first. */
    public List<Step> steps() {
        return IntStream.range(0, query.steps().size())
                .mapToObj(step -> {
                    long before = overall.count(query.previous(step));
                    long count = overall.count(step);
                    return new Step(query.label(step), count, before - count, ViewJson.ratio(count, before));
                })
                .toList();
    }

    /** The share of those in step 1 who did the last required step. */
    public double overallConversion() {
        return StepsJson.overallConversion(query, overall);
    }

    /** What every dialect shows of a step. */
    public record Step(String step, long count, long dropoff, double conversionFromPrevious) {}

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", "funnel");
        answer.put("view", view.kind().text());
        answer.put("from", query.range().fromText());
        answer.put("to", query.range().toText());
        answer.put("timezone", query.range().zone().getId());
        shown.head(answer);
        shown.fill(answer, overall);
        if (!query.grouping().isNone()) {
            ArrayNode list = answer.putArray("groups");
            for (Group group : groups) {
                ObjectNode node = group.key().toJson();
                node.put("total", group.total());
                shown.fill(node, group.tally());
                list.add(node);
            }
        }
        return answer;
    }

    @Override
    public List<String> header() {
        List<String> header = new ArrayList<>(query.grouping().names());
        header.addAll(shown.columns());
        return header;
    }

    @Override
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        if (query.grouping().isNone()) {
            addRows(List.of(), overall, rows);
        }
        int fields = query.grouping().fields().size();
        for (Group group : groups) {
            addRows(group.key().cells(fields), group.tally(), rows);
        }
        return rows;
    }

    private void addRows(List<String> group, Tally tally, List<List<String>> rows) {
        for (JsonNode data : shown.data(tally)) {
            List<String> row = new ArrayList<>(group);
            for (String column : shown.columns()) {
                row.add(plain(data.path(column)));
            }
            rows.add(row);
        }
    }

    private static String plain(JsonNode value) {
        if (value.isFloatingPointNumber()) {
            return BigDecimal.valueOf(value.doubleValue()).toPlainString();
        }
        return value.isNull() ? "" : value.asText();
    }
}
