package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.millrace.core.audience.ProfileWrite.Field;
import io.millrace.core.event.EventType;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What inputs do to a contact's state; who is where by it is judged elsewhere. */
final class InputEffects {

    private static final String TIMEZONE = "timezone";

    private final CompiledRules rules;
    private final ContactState state;
    private final Judgement judgement;
    private final Answers answers;
    private final StepLog log;

    InputEffects(CompiledRules rules, ContactState state, Judgement judgement, StepLog log) {
        this.rules = rules;
        this.state = state;
        this.judgement = judgement;
        this.answers = judgement.answers();
        this.log = log;
    }

    void event(EventView event) {
        for (int place : rules.names().matching(event.type(), event.name())) {
            EventLeaf leaf = rules.eventLeaves().get(place);
            if (event.arrival().millis() >= leaf.liveFrom()) {
                leaf.projection().project(event).ifPresent(projected -> count(leaf, projected, event));
            }
        }
        if (event.type() == EventType.IDENTIFY) {
            traits(event.traits(), event.timestamp(), event.arrival());
        }
    }

    private void count(EventLeaf leaf, LeafEvent projected, EventView event) {
        LeafSlot slot = answers.open(leaf);
        slot.data(leaf.form()).add(projected, answers.frame());
        if (rules.options().traced()) {
            slot.trace(new TracedEvent(projected, event.type().eventName(event.name()), event.messageId()));
        }
        answers.answered(leaf, slot);
    }

    void action(ContactAction action, Arrival arrival) {
        if (action instanceof ContactAction.Update update) {
            traits(update.traits(), arrival.millis(), arrival);
            scores(update.scores(), arrival);
            tags(update, arrival);
        } else if (action instanceof ContactAction.Subscribe choice) {
            subscribe(choice, arrival);
        } else if (action instanceof ContactAction.StaticMembership membership) {
            membership.leave().stream().sorted().forEach(segment -> handKept(segment, false, arrival));
            membership.enter().stream().sorted().forEach(segment -> handKept(segment, true, arrival));
        }
    }

    private void traits(JsonNode traits, long timestamp, Arrival arrival) {
        Iterator<Map.Entry<String, JsonNode>> fields = traits.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            String key = field.getKey();
            boolean changed = write(state.profile().traits, Field.TRAIT, key, field.getValue(), timestamp, arrival);
            if (changed && key.equals(TIMEZONE)) {
                zone();
            }
        }
    }

    private void zone() {
        state.zone(CompiledRules.zoneText(state.profile().traits.value(TIMEZONE)));
        state.hotTouched();
        answers.zoneChanged();
    }

    private void scores(Map<String, @Nullable BigDecimal> scores, Arrival arrival) {
        for (Map.Entry<String, @Nullable BigDecimal> score : scores.entrySet()) {
            BigDecimal value = score.getValue();
            JsonNode json = value == null ? null : DecimalNode.valueOf(value);
            write(state.profile().scores, Field.SCORE, score.getKey(), json, arrival.millis(), arrival);
        }
    }

    private void tags(ContactAction.Update update, Arrival arrival) {
        List<String> replaced = update.tags();
        if (replaced == null
                && update.addTags().isEmpty()
                && update.removeTags().isEmpty()) {
            return;
        }
        LinkedHashSet<String> tags =
                new LinkedHashSet<>(replaced == null ? state.profile().tags() : replaced);
        tags.addAll(update.addTags());
        update.removeTags().forEach(tags::remove);
        boolean changed = state.profile().writeTags(tags, arrival, log.writes());
        state.profileTouched();
        if (changed) {
            visiblyChanged();
            answers.profileChanged(Field.TAGS, null);
        }
    }

    private void subscribe(ContactAction.Subscribe choice, Arrival arrival) {
        String group = choice.group() == null ? Profile.ALL_GROUPS : choice.group();
        JsonNode joined = BooleanNode.valueOf(choice.subscribed());
        write(state.profile().subscriptions, Field.SUBSCRIPTION, group, joined, arrival.millis(), arrival);
        // A choice about all groups may repeat its own last one and still undo those made since about single groups.
        visiblyChanged();
        answers.profileChanged(Field.SUBSCRIPTION, null);
    }

    private void handKept(String segment, boolean in, Arrival arrival) {
        boolean changed = state.profile().handKept.write(segment, BooleanNode.valueOf(in), arrival.millis(), arrival);
        state.profileTouched();
        log.writes().add(new ProfileWrite(Field.STATIC, segment, String.valueOf(in), arrival.millis(), arrival));
        if (changed) {
            judgement.handKeptChanged(segment);
        }
    }

    /** The past of another contact joins this one's. */
    void absorb(ContactState source, ConflictResolution resolution, Arrival arrival) {
        if (!source.exists()) {
            return;
        }
        for (LeafSlot theirs : source.slots().values()) {
            Integer place = rules.eventPlace(theirs.key());
            EventLeaf leaf = place == null ? null : rules.eventLeaves().get(place);
            if (leaf != null && leaf.liveFrom() == theirs.liveFrom()) {
                LeafSlot ours = answers.open(leaf);
                ours.data(leaf.form()).absorb(theirs.data(leaf.form()), answers.frame());
                for (int mark : theirs.seeds()) {
                    ours.seed(mark);
                }
                theirs.traced().forEach(ours::trace);
            }
        }
        state.profile().absorb(source.profile(), resolution, arrival, log.writes());
        state.profileTouched();
        visiblyChanged();
        zone();
        answers.allChanged();
        judgement.allHandKeptChanged();
    }

    /** A part that is there already changes nothing. */
    void seed(Input.Seed seed) {
        Integer place = rules.eventPlace(seed.leaf());
        if (place == null) {
            return;
        }
        EventLeaf leaf = rules.eventLeaves().get(place);
        LeafSlot slot = answers.open(leaf);
        if (slot.seed((int) LeafKey.hash(seed.slice()))) {
            for (LeafEvent event : seed.events()) {
                if (state.takesSeed(event, leaf)) {
                    slot.data(leaf.form()).add(event, answers.frame());
                }
            }
            answers.answered(leaf, slot);
        }
    }

    private void visiblyChanged() {
        state.profile().updated(answers.frame().now());
        log.profileChanged();
    }

    private boolean write(
            Register register, Field field, String key, @Nullable JsonNode value, long timestamp, Arrival arrival) {
        boolean changed = register.write(key, value, timestamp, arrival);
        state.profileTouched();
        log.writes().add(new ProfileWrite(field, key, Register.text(value), timestamp, arrival));
        if (changed) {
            visiblyChanged();
            answers.profileChanged(field, key);
        }
        return changed;
    }
}
