package io.millrace.testing.rule;

import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes up scenarios: the same seed and shape make the same one on every machine. */
public final class Scenarios {

    private Scenarios() {}

    public static Scenario of(long seed, ScenarioShape shape) {
        Random random = new Random(seed);
        Moments moments = new Moments(random);
        Vocabulary words = new Vocabulary(random, moments);
        Map<String, Rule> rules = rules(new RuleGenerator(random, moments, words), shape);
        List<Happening> happenings = new HistoryGenerator(random, moments, words, shape).happenings();
        long first = happenings.stream()
                .mapToLong(happening -> happening.arrival().millis())
                .min()
                .orElse(moments.beginning());
        return new Scenario(
                seed,
                words.pick(Moments.ZONES),
                random.nextBoolean() ? Set.of("news") : Set.of(),
                rules,
                Set.copyOf(Vocabulary.HAND_KEPT),
                happenings,
                moments.worthALook(first, shape.instants()));
    }

    private static Map<String, Rule> rules(RuleGenerator generator, ScenarioShape shape) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        List<String> named = new ArrayList<>(Vocabulary.HAND_KEPT);
        for (int i = 0; i < shape.rulesPerForm(); i++) {
            for (LeafKind kind : LeafKind.values()) {
                String id = "s" + rules.size();
                rules.put(id, generator.rule(kind, named));
                named.add(id);
            }
        }
        return rules;
    }
}
