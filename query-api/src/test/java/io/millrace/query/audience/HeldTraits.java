package io.millrace.query.audience;

import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which traits' age a rule looks at, by itself or by the segments it names. Since when a value is held after two contacts
 * that both wrote the trait became one depends on every write of both; a state keeps the last change of each, so the
 * engine's answer is near and not exact.
 */
final class HeldTraits implements Rule.Visitor<Set<String>> {

    /** Of the rules that were looked at before. */
    private final Map<String, Set<String>> before;

    private final Set<String> found = new TreeSet<>();

    private HeldTraits(Map<String, Set<String>> before) {
        this.before = before;
    }

    /** By segment id. */
    static Map<String, Set<String>> of(Map<String, Rule> rules) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        rules.forEach((id, rule) -> {
            HeldTraits traits = new HeldTraits(all);
            all.put(id, Set.copyOf(rule.accept(traits)));
        });
        return all;
    }

    private Set<String> each(List<Rule> conditions) {
        conditions.forEach(condition -> condition.accept(this));
        return found;
    }

    @Override
    public Set<String> and(Rule.And rule) {
        return each(rule.conditions());
    }

    @Override
    public Set<String> or(Rule.Or rule) {
        return each(rule.conditions());
    }

    @Override
    public Set<String> not(Rule.Not rule) {
        return each(List.of(rule.condition()));
    }

    @Override
    public Set<String> trait(Rule.Trait rule) {
        if (rule.test() instanceof ValueTest.Held) {
            found.add(rule.path().first());
        }
        return found;
    }

    /** Made-up rules name those before them, and hand-kept segments. */
    @Override
    public Set<String> segment(Rule.Segment rule) {
        found.addAll(before.getOrDefault(rule.id(), Set.of()));
        return found;
    }

    @Override
    public Set<String> score(Rule.Score rule) {
        return found;
    }

    @Override
    public Set<String> tag(Rule.Tag rule) {
        return found;
    }

    @Override
    public Set<String> subscription(Rule.Subscription rule) {
        return found;
    }

    @Override
    public Set<String> events(Rule.Events rule) {
        return found;
    }

    @Override
    public Set<String> sequence(Rule.Sequence rule) {
        return found;
    }

    @Override
    public Set<String> triggerProperty(Rule.TriggerProperty rule) {
        throw rule.outsideCampaign();
    }

    @Override
    public Set<String> bucket(Rule.Bucket rule) {
        return found;
    }
}
