package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.RuleJson;
import java.time.DayOfWeek;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes one node. */
record NodeJson() implements Node.Visitor<ObjectNode> {

    @Override
    public ObjectNode trigger(Node.Trigger node) {
        ObjectNode json = node.on().accept(new TriggerJson(of(node, "trigger")));
        if (node.rules() != null) {
            json.set("rules", RuleJson.write(node.rules()));
        }
        return json;
    }

    @Override
    public ObjectNode send(Node.Send node) {
        ObjectNode json = of(node, "send").put("channel", node.channel().text());
        CampaignJson.putText(json, "template", node.template());
        CampaignJson.putText(json, "subject", node.subject());
        CampaignJson.putText(json, "content", node.content());
        CampaignJson.putText(json, "group", node.group());
        return node.transactional() ? json.put("transactional", true) : json;
    }

    @Override
    public ObjectNode setField(Node.SetField node) {
        return of(node, "set_field").put("field", "traits." + node.trait()).set("value", node.value());
    }

    @Override
    public ObjectNode addTag(Node.AddTag node) {
        return of(node, "add_tag").put("tag", node.tag());
    }

    @Override
    public ObjectNode removeTag(Node.RemoveTag node) {
        return of(node, "remove_tag").put("tag", node.tag());
    }

    @Override
    public ObjectNode updateScore(Node.UpdateScore node) {
        return of(node, "update_score")
                .put("score", node.score())
                .set(node.how().text(), CampaignJson.number(node.number()));
    }

    @Override
    public ObjectNode webhook(Node.Webhook node) {
        return of(node, "webhook").put("url", node.url());
    }

    @Override
    public ObjectNode notifyInbox(Node.NotifyInbox node) {
        return of(node, "notify_inbox").put("text", node.text());
    }

    @Override
    public ObjectNode delay(Node.Delay node) {
        return of(node, "delay").put("duration", node.duration().text());
    }

    @Override
    public ObjectNode delayUntilTime(Node.DelayUntilTime node) {
        ObjectNode json = of(node, "delay_until_time").put("time", node.time().toString());
        if (!node.weekdays().isEmpty()) {
            ArrayNode weekdays = json.putArray("weekdays");
            for (DayOfWeek day : node.weekdays()) {
                weekdays.add(day.name().toLowerCase(Locale.ROOT));
            }
        }
        return json;
    }

    @Override
    public ObjectNode delayUntilDate(Node.DelayUntilDate node) {
        ObjectNode json = of(node, "delay_until_date").put("field", node.field().toString());
        if (!node.offset().isZero()) {
            json.put("offset", node.offset().text());
        }
        return node.ifPast() == Node.DelayUntilDate.IfPast.CONTINUE
                ? json
                : json.put("if_past", node.ifPast().text());
    }

    @Override
    public ObjectNode waitFor(Node.Wait node) {
        ObjectNode json = node.what().accept(new WaitJson(of(node, "wait")));
        return node.timeout() == null
                ? json
                : json.put("timeout", node.timeout().text());
    }

    @Override
    public ObjectNode condition(Node.Condition node) {
        return of(node, "condition").set("rules", RuleJson.write(node.rules()));
    }

    @Override
    public ObjectNode split(Node.Split node) {
        ObjectNode json = of(node, "split");
        ArrayNode variants = json.putArray("variants");
        node.variants()
                .forEach(variant -> variants.add(CampaignJson.object()
                        .put("name", variant.name())
                        .set("weight", CampaignJson.number(variant.weight()))));
        return CampaignJson.putText(json, "salt", node.salt());
    }

    @Override
    public ObjectNode exit(Node.Exit node) {
        return of(node, "exit");
    }

    private static ObjectNode of(Node node, String type) {
        return CampaignJson.object().put("id", node.id()).put("type", type);
    }

    /** What a trigger is on. */
    private record TriggerJson(ObjectNode json) implements TriggerOn.Visitor<ObjectNode> {

        @Override
        public ObjectNode event(TriggerOn.Event on) {
            return CampaignJson.putPattern(json.put("on", "event"), on.event());
        }

        @Override
        public ObjectNode segmentEntry(TriggerOn.SegmentEntry on) {
            return json.put("on", "segment_entry").put("segment", on.segment());
        }

        @Override
        public ObjectNode segmentExit(TriggerOn.SegmentExit on) {
            return json.put("on", "segment_exit").put("segment", on.segment());
        }

        @Override
        public ObjectNode scheduled(TriggerOn.Scheduled on) {
            json.put("on", "scheduled");
            if (on.at() instanceof ScheduledAt.Fixed fixed) {
                json.put("at", Timestamps.format(fixed.at().toEpochMilli()));
            } else if (on.at() instanceof ScheduledAt.Local local) {
                json.put("at", DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local.at()));
            }
            json.put("segment", on.segment());
            return on.every() == null ? json : json.put("every", on.every().text());
        }

        @Override
        public ObjectNode manual(TriggerOn.Manual on) {
            return json.put("on", "manual");
        }
    }

    /** What a run waits for. */
    private record WaitJson(ObjectNode json) implements WaitFor.Visitor<ObjectNode> {

        @Override
        public ObjectNode holds(WaitFor.Holds what) {
            return json.set("rules", RuleJson.write(what.rules()));
        }

        @Override
        public ObjectNode event(WaitFor.Event what) {
            return CampaignJson.putMatch(json, what.match());
        }
    }
}
