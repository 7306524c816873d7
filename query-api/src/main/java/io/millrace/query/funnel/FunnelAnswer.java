package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a funnel's steps as JSON and as CSV rows. */
public final class FunnelAnswer implements Answer {

    private static final List<String> COLUMNS = List.of(
            "index",
            "step",
            "count",
            "dropoff",
            "conversion_from_previous",
            "conversion",
            "average_seconds",
            "median_seconds");

    private final FunnelQuery query;
    private final Tally overall;
    private final List<GroupTallies.Group> groups;

    FunnelAnswer(FunnelQuery query, Tally overall, List<GroupTallies.Group> groups) {
        this.query = query;
        this.overall = overall;
        this.groups = List.copyOf(groups);
    }

    /** The steps over all groups, from the first. */
    public List<Step> steps() {
        return overall.steps().stream()
                .map(step -> new Step(step.step(), step.count(), step.dropoff(), step.conversionFromPrevious()))
                .toList();
    }

    /** The share of those in step 1 who did the last required step. */
    public double overallConversion() {
        return overall.overallConversion();
    }

    /** What every dialect shows of a step. */
    public record Step(String step, long count, long dropoff, double conversionFromPrevious) {}

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", "funnel");
        answer.put("view", "steps");
        answer.put("from", query.range().fromText());
        answer.put("to", query.range().toText());
        answer.put("timezone", query.range().zone().getId());
        fill(answer, overall);
        if (!query.grouping().isNone()) {
            ArrayNode shown = answer.putArray("groups");
            for (GroupTallies.Group group : groups) {
                ObjectNode node = group.key().toJson();
                node.put("total", group.tally().entered());
                fill(node, group.tally());
                shown.add(node);
            }
        }
        return answer;
    }

    @Override
    public List<String> header() {
        List<String> header = new ArrayList<>(query.grouping().names());
        header.addAll(COLUMNS);
        return header;
    }

    @Override
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        if (query.grouping().isNone()) {
            overall.steps().forEach(step -> rows.add(cells(step)));
            return rows;
        }
        int fields = query.grouping().fields().size();
        for (GroupTallies.Group group : groups) {
            for (Tally.StepResult step : group.tally().steps()) {
                List<String> row = new ArrayList<>(group.key().cells(fields));
                row.addAll(cells(step));
                rows.add(row);
            }
        }
        return rows;
    }

    private static void fill(ObjectNode node, Tally tally) {
        ArrayNode data = node.putArray("data");
        for (Tally.StepResult step : tally.steps()) {
            data.addObject()
                    .put("index", step.index())
                    .put("step", step.step())
                    .put("count", step.count())
                    .put("dropoff", step.dropoff())
                    .put("conversion_from_previous", step.conversionFromPrevious())
                    .put("conversion", step.conversion())
                    .put("average_seconds", step.averageSeconds())
                    .put("median_seconds", step.medianSeconds());
        }
        node.put("overall_conversion", tally.overallConversion());
    }

    private static List<String> cells(Tally.StepResult step) {
        return List.of(
                Integer.toString(step.index()),
                step.step(),
                Long.toString(step.count()),
                Long.toString(step.dropoff()),
                plain(step.conversionFromPrevious()),
                plain(step.conversion()),
                plain(step.averageSeconds()),
                plain(step.medianSeconds()));
    }

    private static String plain(@Nullable Double number) {
        return number == null ? "" : BigDecimal.valueOf(number).toPlainString();
    }
}
