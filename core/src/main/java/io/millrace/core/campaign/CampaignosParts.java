package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The lists that CampaignOS shows beside a campaign's workflow; all that stands in them is the graph's. */
public final class CampaignosParts {

    private CampaignosParts() {}

    /** {@code [{"id", "type": "SEGMENT_ENTRY", "segmentId"}]}, in the words in which executing a campaign names triggers. */
    public static ArrayNode triggers(CampaignGraph graph) {
        ArrayNode list = CampaignJson.object().arrayNode();
        graph.triggers()
                .forEach(trigger -> list.add(trigger.on()
                        .accept(new TriggerPart(CampaignJson.object().put("id", trigger.id())))));
        return list;
    }

    /** {@code [{"id", "position", "type": "SEND_MESSAGE", …}]}, in the order of the nodes, from 1. */
    public static ArrayNode actions(CampaignGraph graph) {
        ArrayNode list = CampaignJson.object().arrayNode();
        for (Node node : graph.nodes()) {
            node.accept(new ActionType()).ifPresent(type -> {
                ObjectNode action = list.addObject().put("id", node.id()).put("position", list.size());
                CampaignJson.node(node).fields().forEachRemaining(field -> {
                    if (!action.has(field.getKey()) && !field.getKey().equals("type")) {
                        action.set(field.getKey(), field.getValue());
                    }
                });
                action.put("type", type);
            });
        }
        return list;
    }

    /** {@code [{"id", "name", "variants": [{"name", "weight"}]}]}, of each split. */
    public static ArrayNode abTests(CampaignGraph graph) {
        ArrayNode list = CampaignJson.object().arrayNode();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Split split) {
                ObjectNode test = list.addObject().put("id", split.id()).put("name", split.id());
                test.set("variants", CampaignJson.node(split).path("variants"));
            }
        }
        return list;
    }

    private record TriggerPart(ObjectNode json) implements TriggerOn.Visitor<ObjectNode> {

        @Override
        public ObjectNode event(TriggerOn.Event on) {
            return json.put("type", "EVENT").put("eventType", on.event().name());
        }

        @Override
        public ObjectNode segmentEntry(TriggerOn.SegmentEntry on) {
            return json.put("type", "SEGMENT_ENTRY").put("segmentId", on.segment());
        }

        @Override
        public ObjectNode segmentExit(TriggerOn.SegmentExit on) {
            return json.put("type", "SEGMENT_EXIT").put("segmentId", on.segment());
        }

        @Override
        public ObjectNode scheduled(TriggerOn.Scheduled on) {
            json.put("type", "SCHEDULED").put("segmentId", on.segment());
            if (on.at() instanceof ScheduledAt.Fixed fixed) {
                json.put("at", Timestamps.format(fixed.at().toEpochMilli()));
            } else if (on.at() instanceof ScheduledAt.Local local) {
                json.put("at", DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local.at()));
            }
            return json;
        }

        @Override
        public ObjectNode manual(TriggerOn.Manual on) {
            return json.put("type", "MANUAL");
        }
    }

    /** What CampaignOS calls an action; empty for what is none to it. */
    private record ActionType() implements Node.Visitor<Optional<String>> {

        @Override
        public Optional<String> trigger(Node.Trigger node) {
            return Optional.empty();
        }

        @Override
        public Optional<String> send(Node.Send node) {
            return Optional.of("SEND_MESSAGE");
        }

        @Override
        public Optional<String> setField(Node.SetField node) {
            return Optional.of("SET_FIELD");
        }

        @Override
        public Optional<String> addTag(Node.AddTag node) {
            return Optional.of("ADD_TAG");
        }

        @Override
        public Optional<String> removeTag(Node.RemoveTag node) {
            return Optional.of("REMOVE_TAG");
        }

        @Override
        public Optional<String> updateScore(Node.UpdateScore node) {
            return Optional.of("UPDATE_SCORE");
        }

        @Override
        public Optional<String> webhook(Node.Webhook node) {
            return Optional.of("WEBHOOK");
        }

        @Override
        public Optional<String> notifyInbox(Node.NotifyInbox node) {
            return Optional.of("NOTIFY_INBOX");
        }

        @Override
        public Optional<String> delay(Node.Delay node) {
            return Optional.empty();
        }

        @Override
        public Optional<String> delayUntilTime(Node.DelayUntilTime node) {
            return Optional.empty();
        }

        @Override
        public Optional<String> delayUntilDate(Node.DelayUntilDate node) {
            return Optional.empty();
        }

        @Override
        public Optional<String> waitFor(Node.Wait node) {
            return Optional.empty();
        }

        @Override
        public Optional<String> condition(Node.Condition node) {
            return Optional.empty();
        }

        @Override
        public Optional<String> split(Node.Split node) {
            return Optional.empty();
        }

        @Override
        public Optional<String> exit(Node.Exit node) {
            return Optional.empty();
        }
    }
}
