package io.millrace.core.audience;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import java.util.List;
import java.util.OptionalLong;

/** Walks a segment's rule with a contact's state in hand; changes neither. */
final class Explainer implements Rule.Visitor<Explanation.Condition> {

    /** Far more than what a few conditions can keep; it ends what has no end, such as one day after another. */
    private static final int WAKES_MAX = 100_000;

    private final CompiledRules rules;
    private final ContactState state;
    private final Answers answers;
    private final long now;

    Explainer(CompiledRules rules, ContactState state, long now) {
        this.rules = rules;
        this.state = state;
        this.now = now;
        this.answers = new Answers(rules, state, now, (segments, condition) -> {});
    }

    Explanation.Condition explain(Rule rule) {
        return rule.accept(this);
    }

    private Explanation.Condition group(String operator, List<Rule> conditions) {
        List<Explanation.Condition> explained =
                conditions.stream().map(this::explain).toList();
        boolean holds =
                switch (operator) {
                    case "AND" -> explained.stream().allMatch(Explanation.Condition::holds);
                    case "OR" -> explained.stream().anyMatch(Explanation.Condition::holds);
                    default -> !explained.get(0).holds();
                };
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("operator", operator);
        return new Explanation.Condition(json, holds, null, List.of(), false, OptionalLong.empty(), explained);
    }

    @Override
    public Explanation.Condition and(Rule.And rule) {
        return group("AND", rule.conditions());
    }

    @Override
    public Explanation.Condition or(Rule.Or rule) {
        return group("OR", rule.conditions());
    }

    @Override
    public Explanation.Condition not(Rule.Not rule) {
        return group("NOT", List.of(rule.condition()));
    }

    @Override
    public Explanation.Condition segment(Rule.Segment rule) {
        Integer place = rules.segmentPlace(rule.id());
        Rule named = place == null ? null : rules.segments().get(place).rule().rule();
        boolean member = place != null && state.isIn(rule.id());
        return new Explanation.Condition(
                RuleJson.write(rule),
                member == rule.in(),
                JsonNodeFactory.instance.booleanNode(member),
                List.of(),
                false,
                OptionalLong.empty(),
                named == null ? List.of() : List.of(explain(named)));
    }

    @Override
    public Explanation.Condition events(Rule.Events rule) {
        return overEvents(rule, EventEvidence.of(rule, traced(rule), answers.frame()));
    }

    @Override
    public Explanation.Condition sequence(Rule.Sequence rule) {
        return overEvents(rule, EventEvidence.of(rule, traced(rule)));
    }

    private List<TracedEvent> traced(Rule rule) {
        LeafSlot slot = state.slot(LeafKey.of(rule));
        return slot == null ? List.of() : slot.traced();
    }

    private Explanation.Condition overEvents(Rule rule, EventEvidence evidence) {
        LeafKey key = LeafKey.of(rule);
        LeafSlot slot = state.slot(key);
        Integer place = rules.eventPlace(key);
        return new Explanation.Condition(
                RuleJson.write(rule),
                place != null && answers.events(place, false),
                rules.options().traced() ? evidence.value() : null,
                evidence.carrying(),
                slot != null && slot.truncated(),
                slot == null ? OptionalLong.empty() : instant(slot.next()),
                List.of());
    }

    private static OptionalLong instant(long millis) {
        return millis == Window.NEVER ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    private Explanation.Condition profile(Rule rule) {
        ProfileLeaf leaf = ProfileLeaf.of(rule, "", new int[0]);
        return new Explanation.Condition(
                RuleJson.write(rule),
                leaf.holds(state, rules.rules(), now),
                ProfileEvidence.of(rule, leaf, state),
                List.of(),
                false,
                instant(leaf.next(state, now)),
                List.of());
    }

    @Override
    public Explanation.Condition trait(Rule.Trait rule) {
        return profile(rule);
    }

    @Override
    public Explanation.Condition score(Rule.Score rule) {
        return profile(rule);
    }

    @Override
    public Explanation.Condition tag(Rule.Tag rule) {
        return profile(rule);
    }

    @Override
    public Explanation.Condition subscription(Rule.Subscription rule) {
        return profile(rule);
    }

    @Override
    public Explanation.Condition triggerProperty(Rule.TriggerProperty rule) {
        throw rule.outsideCampaign();
    }

    @Override
    public Explanation.Condition bucket(Rule.Bucket rule) {
        return profile(rule);
    }

    /** When the membership is another if nothing happens: time goes by for a copy. */
    static OptionalLong nextChange(ContactEngine engine, ContactState state, String segment) {
        byte[] profile = ContactStateCodec.profile(state);
        ContactState copy = ContactStateCodec.decode(ContactStateCodec.hot(state), () -> profile);
        boolean member = copy.isIn(segment);
        for (int wakes = 0; wakes < WAKES_MAX; wakes++) {
            OptionalLong wake = copy.nextWake();
            if (wake.isEmpty()) {
                return OptionalLong.empty();
            }
            engine.step(copy, wake.getAsLong(), List.of());
            if (copy.isIn(segment) != member) {
                return wake;
            }
        }
        return OptionalLong.empty();
    }
}
