package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.core.simulate.CampaignOutcome;
import io.millrace.core.simulate.Outcome;
import java.util.List;

/** Writes what a campaign would do. */
final class CampaignOutcomeJson {

    private CampaignOutcomeJson() {}

    static ObjectNode of(CampaignOutcome outcome) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        messages(json.putArray("messages"), outcome.messages());
        ArrayNode skipped = json.putArray("skipped");
        outcome.skipped().forEach(skip -> at(skipped, skip.at())
                .put("contact", skip.contact())
                .put("node", skip.node())
                .put("reason", skip.reason().text()));
        ArrayNode entries = json.putArray("entries");
        outcome.entries().forEach(entry -> at(entries, entry.at()).put("contact", entry.contact()));
        ArrayNode exits = json.putArray("exits");
        outcome.exits().forEach(exit -> at(exits, exit.at())
                .put("contact", exit.contact())
                .put("reason", exit.reason().text()));
        ArrayNode conversions = json.putArray("conversions");
        outcome.conversions()
                .forEach(conversion -> at(conversions, conversion.at()).put("contact", conversion.contact()));
        ArrayNode waiting = json.putArray("waiting");
        outcome.waiting().forEach(wait -> {
            ObjectNode one = waiting.addObject().put("contact", wait.contact()).put("node", wait.node());
            if (wait.until().isPresent()) {
                one.put("until", Timestamps.format(wait.until().getAsLong()));
            } else {
                one.putNull("until");
            }
        });
        refused(json.putArray("refused"), outcome.refused());
        return json;
    }

    private static void messages(ArrayNode json, List<CampaignOutcome.Message> messages) {
        for (CampaignOutcome.Message message : messages) {
            ObjectNode one = at(json, message.at());
            if (message.contact() != null) {
                one.put("contact", message.contact());
            }
            one.put("node", message.node()).put("channel", message.channel().text());
            if (message.template() != null) {
                one.put("template", message.template());
            }
            one.put("send_id", message.sendId());
            if (message.to() != null) {
                one.put("test", true).put("to", message.to());
            }
        }
    }

    static void refused(ArrayNode json, List<Outcome.Refusal> refusals) {
        refusals.forEach(
                refusal -> at(json, refusal.at()).put("do", refusal.action()).put("reason", refusal.reason()));
    }

    private static ObjectNode at(ArrayNode list, long instant) {
        return list.addObject().put("at", Timestamps.format(instant));
    }
}
