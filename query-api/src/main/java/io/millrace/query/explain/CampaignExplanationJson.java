package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.event.Timestamps;
import io.millrace.query.contact.ContactHistory;
import io.millrace.query.explain.CampaignExplanations.Shut;
import io.millrace.query.explain.CampaignExplanations.Told;
import io.millrace.query.message.MessageRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of a contact and a campaign as it is answered, in fields and in sentences. Pure. */
final class CampaignExplanationJson {

    private CampaignExplanationJson() {}

    /**
     * Everything there is to say.
     *
     * @param runs the newest first
     * @param sends of the runs
     * @param shut why nobody enters
     * @param occasions of each trigger; none if nobody enters
     */
    record Known(
            ExplainedCampaign campaign,
            ContactHistory history,
            List<RunRow> runs,
            List<MessageRow> sends,
            Optional<Shut> shut,
            List<Told> occasions,
            long now) {}

    static ObjectNode of(Known known) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("campaign", campaign(known.campaign()));
        json.put("contact", known.history().id().toString());
        boolean inRun = known.runs().stream().anyMatch(run -> run.exit().isEmpty());
        json.put("in_run", inRun);
        Optional<Suppression> suppression =
                Suppression.of(known.history().events().stream().map(KnownEvent::stored));
        json.put("summary", summary(known, inRun, suppression));
        suppression.ifPresentOrElse(
                found -> json.putObject("suppressed")
                        .put("reason", found.reason())
                        .put("since", time(found.at())),
                () -> json.putNull("suppressed"));
        ArrayNode runs = json.putArray("runs");
        known.runs().forEach(run -> runs.add(run(known, run)));
        if (inRun) {
            json.putNull("not_entered");
        } else {
            json.set("not_entered", notEntered(known));
        }
        json.put("as_of", time(known.now()));
        return json;
    }

    private static ObjectNode campaign(ExplainedCampaign campaign) {
        CampaignDefinition definition = campaign.definition();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", definition.id())
                .put("name", definition.name())
                .put("status", definition.status().text())
                .put("graph_version", definition.version());
        definition
                .statusSince()
                .ifPresentOrElse(
                        since -> json.put("status_since", time(since.toEpochMilli())),
                        () -> json.putNull("status_since"));
        return json;
    }

    private static String summary(Known known, boolean inRun, Optional<Suppression> suppression) {
        StringBuilder text = new StringBuilder();
        for (RunRow run : known.runs()) {
            if (run.exit().isEmpty()) {
                text.append(sentence(known, run)).append(' ');
            }
        }
        if (!inRun && known.runs().isEmpty()) {
            text.append("The contact never entered: ").append(why(known)).append(". ");
        } else if (!inRun) {
            RunRow last = known.runs().get(0);
            text.append(sentence(known, last))
                    .append(" It did not enter again: ")
                    .append(why(known))
                    .append(". ");
        }
        suppression.ifPresent(found -> text.append(found.text()));
        return text.toString().strip();
    }

    private static String why(Known known) {
        return known.shut()
                .map(Shut::text)
                .or(() -> telling(known).map(told -> told.occasion().text()))
                .orElse("the campaign has no trigger");
    }

    /** That of the trigger by which the contact came furthest. */
    private static Optional<Told> telling(Known known) {
        return known.occasions().stream()
                .max(Comparator.comparing(told -> told.occasion().reason()));
    }

    private static String sentence(Known known, RunRow run) {
        String began = "The contact entered at " + time(run.enteredAt()) + " by trigger \"" + run.trigger() + "\"";
        String held = run.heldOut() ? " and is held out, so that it gets none of the messages" : "";
        Optional<RunRow.Step> exit = run.exit();
        if (exit.isPresent()) {
            return began + held + "; the run ended at node \"" + exit.get().node() + "\" at "
                    + time(exit.get().at()) + ": " + exit.get().reason() + ".";
        }
        return run.place()
                .map(place -> began + held + " and stands at node \"" + place.node() + "\" since " + time(place.at())
                        + "; it " + waits(known, run, place).text() + ".")
                .orElse(began + held + ".");
    }

    private static RunWait waits(Known known, RunRow run, RunRow.Step place) {
        return RunWait.of(
                place,
                known.campaign().version(run.version()),
                known.campaign().current(),
                known.campaign().definition().status(),
                known.now());
    }

    private static ObjectNode run(Known known, RunRow run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run_id", run.id())
                .put("graph_version", run.version())
                .put("trigger", run.trigger())
                .put("entered_at", time(run.enteredAt()))
                .put("held_out", run.heldOut())
                .put("state", run.exit().map(exit -> state(exit.reason())).orElse("waiting"));
        run.exit().ifPresentOrElse(exit -> ended(exit, json), () -> {
            json.putNull("ended_at").putNull("exit_reason");
        });
        if (run.exit().isEmpty() && run.place().isPresent()) {
            json.set("waits", place(known, run, run.place().get()));
        } else {
            json.putNull("waits");
        }
        json.put("text", sentence(known, run));
        ArrayNode steps = json.putArray("steps");
        run.steps().forEach(step -> steps.add(step(step)));
        ArrayNode messages = json.putArray("messages");
        known.sends().stream()
                .filter(send -> send.text("run_id").equals(run.id()))
                .forEach(send -> messages.add(send.json()));
        return json;
    }

    private static void ended(RunRow.Step exit, ObjectNode json) {
        json.put("ended_at", time(exit.at())).put("exit_reason", exit.reason());
    }

    private static String state(String exitReason) {
        return exitReason.equals("completed") ? "completed" : "exited";
    }

    private static ObjectNode place(Known known, RunRow run, RunRow.Step place) {
        RunWait wait = waits(known, run, place);
        Campaign version = known.campaign().version(run.version());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("node", place.node())
                .put("type", node(version, place.node()).path("type").textValue())
                .put("since", time(place.at()))
                .put("for", wait.kind());
        put(json, "until", wait.until());
        return json.put("text", "It " + wait.text() + ".");
    }

    private static JsonNode node(Campaign campaign, String id) {
        for (JsonNode node : CampaignJson.write(campaign).path("nodes")) {
            if (node.path("id").asText().equals(id)) {
                return node;
            }
        }
        return MissingNode.getInstance();
    }

    private static ObjectNode step(RunRow.Step step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", time(step.at())).put("step", step.step());
        json.put("node", step.node().isEmpty() ? null : step.node());
        if (!step.reason().isEmpty()) {
            json.put("reason", step.reason());
        }
        if (step.until() > 0) {
            json.put("until", time(step.until()));
        }
        return json;
    }

    private static ObjectNode notEntered(Known known) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(
                "reason",
                known.shut()
                        .map(Shut::reason)
                        .or(() -> telling(known)
                                .map(told -> told.occasion().reason().text()))
                        .orElse("no_trigger"));
        json.put("text", capitalised(why(known)) + ".");
        ArrayNode triggers = json.putArray("triggers");
        known.occasions().forEach(told -> triggers.add(trigger(known.campaign().current(), told)));
        return json;
    }

    private static ObjectNode trigger(Campaign campaign, Told told) {
        Occasion occasion = told.occasion();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("trigger", node(campaign, told.trigger().id()));
        json.put("reason", occasion.reason().text());
        json.put("text", capitalised(occasion.text()) + ".");
        put(json, "at", occasion.at());
        occasion.event().ifPresentOrElse(event -> event(json.putObject("event"), event), () -> json.putNull("event"));
        occasion.rules().ifPresentOrElse(rules -> json.set("rules", rules), () -> json.putNull("rules"));
        return json;
    }

    private static void event(ObjectNode json, KnownEvent event) {
        json.put("name", event.name().isEmpty() ? event.type().name().toLowerCase(Locale.ROOT) : event.name())
                .put("message_id", event.messageId())
                .put("timestamp", time(event.timestamp()))
                .put("received_at", time(event.arrival().millis()))
                .set("properties", event.properties());
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static void put(ObjectNode json, String name, OptionalLong millis) {
        if (millis.isPresent()) {
            json.put(name, time(millis.getAsLong()));
        } else {
            json.putNull(name);
        }
    }

    private static String time(long millis) {
        return Timestamps.format(millis);
    }
}
