package io.millrace.query.overview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.filter.Selector;
import io.millrace.query.funnel.FunnelAnswer;
import io.millrace.query.funnel.FunnelQuery;
import io.millrace.query.funnel.FunnelStep;
import io.millrace.query.funnel.FunnelStore;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** CampaignOS's funnel: event names in order, within the default window. */
public final class SimpleFunnel implements RouteHandler {

    private final FunnelStore funnels;

    public SimpleFunnel(FunnelStore funnels) {
        this.funnels = funnels;
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("steps", "days", "format"), faults);
        int days = Days.read(call, faults);
        List<String> names = names(call, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        FunnelQuery query = FunnelQuery.ordered(
                names.stream().map(Selector::named).map(FunnelStep::of).toList(), Days.range(call, days));
        FunnelAnswer funnel = funnels.answer(query, call.ownWorkspace().id(), call.at());
        if (csv) {
            return csv(funnel);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("period", days + "d");
        ArrayNode steps = answer.putArray("steps");
        for (FunnelAnswer.Step step : funnel.steps()) {
            steps.addObject()
                    .put("step", step.step())
                    .put("count", step.count())
                    .put("dropoff", step.dropoff())
                    .put("conversionFromPrevious", step.conversionFromPrevious());
        }
        answer.put("overallConversion", funnel.overallConversion());
        return Reply.json(200, answer);
    }

    private static Reply csv(FunnelAnswer funnel) {
        return Reply.csv(
                List.of("step", "count", "dropoff", "conversionFromPrevious"),
                funnel.steps().stream()
                        .map(step -> List.of(
                                step.step(),
                                Long.toString(step.count()),
                                Long.toString(step.dropoff()),
                                Double.toString(step.conversionFromPrevious())))
                        .toList());
    }

    private static List<String> names(Call call, Faults faults) {
        Optional<String> text = call.parameter("steps");
        if (text.isEmpty()) {
            faults.required("steps", "the names of 2 to " + FunnelQuery.STEPS_MAX + " events, parted by commas");
            return List.of();
        }
        List<String> names =
                Arrays.stream(text.get().split(",", -1)).map(String::strip).toList();
        if (names.size() < 2 || names.size() > FunnelQuery.STEPS_MAX || names.contains("")) {
            faults.invalid(
                    "steps",
                    TextNode.valueOf(text.get()),
                    "the names of 2 to " + FunnelQuery.STEPS_MAX + " events, parted by commas");
        }
        return names;
    }
}
