package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.Present;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.DateField;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.WaitFor;
import io.millrace.core.rule.Buckets;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What each kind of node does with a run that stands at it. */
final class NodeStep implements Node.Visitor<Walk.Step> {

    private final Turn turn;
    private final Walk walk;
    private final CompiledVersion version;
    private final Run run;
    private final Present present;
    private final boolean hasSlot;

    NodeStep(Turn turn, Walk walk, CompiledVersion version, Run run, Present present, boolean hasSlot) {
        this.turn = turn;
        this.walk = walk;
        this.version = version;
        this.run = run;
        this.present = present;
        this.hasSlot = hasSlot;
    }

    @Override
    public Walk.Step trigger(Node.Trigger node) {
        return Walk.Step.go(null);
    }

    @Override
    public Walk.Step send(Node.Send node) {
        Sending.Verdict verdict = Sending.judge(node, version.settings(), run, turn.runs, present);
        SkipReason skip = verdict.skip();
        if (skip != null) {
            turn.tell(new CampaignOutput.Skipped(present.now(), turn.ref(run, present), node, visit(), skip));
            return Walk.Step.go(null);
        }
        if (verdict.heldUntil() != Run.NEVER) {
            return walk.wait(run, verdict.heldUntil(), false);
        }
        if (!hasSlot && needsSlot()) {
            return walk.needSlot(run, present);
        }
        String sendId = RunIds.send(turn.campaigns.campaigns().workspace(), run.id, node.id(), visit());
        turn.tell(new CampaignOutput.Sent(
                present.now(), turn.ref(run, present), node, visit(), sendId, run.started.json()));
        if (!node.transactional()) {
            turn.runs.sent.forgetBefore(present.now() - turn.campaigns.capMillis());
            turn.runs.sent.add(present.now());
        }
        if (version.settings().goal() != null) {
            run.messageLeft(present.now());
        }
        return Walk.Step.go(null);
    }

    /** The limits are the campaign's as it stands now, whatever version the run goes by. */
    private boolean needsSlot() {
        CompiledVersion current = turn.campaigns.current(run.campaign);
        CampaignSettings settings = current == null ? version.settings() : current.settings();
        return settings.dailyLimit() != null || settings.sendRate() != null;
    }

    private int visit() {
        return run.visits.getOrDefault(run.node, 1);
    }

    @Override
    public Walk.Step setField(Node.SetField node) {
        Path path = node.trait();
        JsonNode value = node.value();
        if (path.parts().size() > 1) {
            value = within(
                    present.contact().trait(Path.of(path.first())),
                    path.parts().subList(1, path.parts().size()),
                    value);
        }
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        traits.set(path.first(), value);
        return change(new ContactAction.Update(traits, null, List.of(), List.of(), Map.of()));
    }

    /** The object with one value in it changed; whatever is no object gives way to one. */
    private static JsonNode within(@Nullable JsonNode before, List<String> parts, JsonNode value) {
        ObjectNode object =
                before instanceof ObjectNode known ? known.deepCopy() : JsonNodeFactory.instance.objectNode();
        String first = parts.get(0);
        object.set(first, parts.size() == 1 ? value : within(object.get(first), parts.subList(1, parts.size()), value));
        return object;
    }

    @Override
    public Walk.Step addTag(Node.AddTag node) {
        return change(new ContactAction.Update(none(), null, List.of(node.tag()), List.of(), Map.of()));
    }

    @Override
    public Walk.Step removeTag(Node.RemoveTag node) {
        return change(new ContactAction.Update(none(), null, List.of(), List.of(node.tag()), Map.of()));
    }

    @Override
    public Walk.Step updateScore(Node.UpdateScore node) {
        BigDecimal before = present.contact().score(node.score());
        BigDecimal score =
                node.how() == Node.UpdateScore.How.ADD && before != null ? before.add(node.number()) : node.number();
        return change(new ContactAction.Update(none(), null, List.of(), List.of(), Map.of(node.score(), score)));
    }

    private static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }

    private Walk.Step change(ContactAction action) {
        present.change(action, turn.arrival());
        return Walk.Step.go(null);
    }

    @Override
    public Walk.Step webhook(Node.Webhook node) {
        return call(node);
    }

    @Override
    public Walk.Step notifyInbox(Node.NotifyInbox node) {
        return call(node);
    }

    private Walk.Step call(Node node) {
        String id = RunIds.send(turn.campaigns.campaigns().workspace(), run.id, node.id(), visit());
        turn.tell(new CampaignOutput.Called(
                present.now(), turn.ref(run, present), node, visit(), id, run.started.json()));
        return Walk.Step.go(null);
    }

    @Override
    public Walk.Step delay(Node.Delay node) {
        long millis = node.duration().millis();
        return millis == 0 ? Walk.Step.go(null) : walk.wait(run, present.now() + millis, false);
    }

    @Override
    public Walk.Step delayUntilTime(Node.DelayUntilTime node) {
        return walk.wait(run, LocalTimes.next(node, present.now(), present.zone()), false);
    }

    @Override
    public Walk.Step delayUntilDate(Node.DelayUntilDate node) {
        DateField field = node.field();
        JsonNode value = field.source() == DateField.Source.TRAIT
                ? present.contact().trait(field.path())
                : Values.at(run.started.json(), field.path());
        OptionalLong date = Values.dateMillis(value);
        long until = date.isPresent() ? date.getAsLong() + node.offset().millis() : Long.MIN_VALUE;
        if (until > present.now()) {
            return walk.wait(run, until, false);
        }
        boolean past = until < present.now();
        return past && node.ifPast() == Node.DelayUntilDate.IfPast.EXIT ? Walk.Step.END : Walk.Step.go(null);
    }

    @Override
    public Walk.Step waitFor(Node.Wait node) {
        long until = node.timeout() == null
                ? Run.NEVER
                : present.now() + node.timeout().millis();
        return node.what().accept(new WaitFor.Visitor<>() {
            @Override
            public Walk.Step holds(WaitFor.Holds what) {
                return walk.isMet(run, present)
                        ? Walk.Step.go(Node.Wait.MET)
                        : walk.waitForRule(run, node, what, until, present);
            }

            @Override
            public Walk.Step event(WaitFor.Event what) {
                return walk.wait(run, until, false);
            }
        });
    }

    @Override
    public Walk.Step condition(Node.Condition node) {
        boolean holds = present.holds(version.place(node.id()), run.started.json(), run.enteredAt);
        return Walk.Step.go(holds ? Node.Condition.YES : Node.Condition.NO);
    }

    @Override
    public Walk.Step split(Node.Split node) {
        String salt = node.salt();
        String name = present.contact().person().id();
        BigDecimal bucket = new BigDecimal(Buckets.bucket(name, salt == null ? run.campaign + ":" + node.id() : salt));
        BigDecimal sum = BigDecimal.ZERO;
        for (Node.Split.Variant variant : node.variants()) {
            sum = sum.add(variant.weight());
            if (bucket.compareTo(sum) < 0) {
                return Walk.Step.go(variant.name());
            }
        }
        // The greatest bucket is rounded up to 100, which no weight exceeds.
        return Walk.Step.go(node.branches().get(node.branches().size() - 1));
    }

    @Override
    public Walk.Step exit(Node.Exit node) {
        return Walk.Step.END;
    }
}
