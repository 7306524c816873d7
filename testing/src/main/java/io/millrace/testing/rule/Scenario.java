package io.millrace.testing.rule;

import io.millrace.core.rule.Rule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workspace made up at random: its rules, which stand from the beginning, and everything that happens in it.
 *
 * @param seed makes it again
 * @param rules by segment id, each after those that it names
 * @param handKept ids of hand-kept segments
 * @param happenings in order of arrival
 * @param instants worth a look, none before the first arrival: those at which something arrives or may fall due, and
 *     their neighbours; ascending
 */
public record Scenario(
        long seed,
        ZoneId zone,
        Set<String> optOutGroups,
        Map<String, Rule> rules,
        Set<String> handKept,
        List<Happening> happenings,
        List<Long> instants) {

    public Scenario {
        optOutGroups = Set.copyOf(optOutGroups);
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        handKept = Set.copyOf(handKept);
        List<Happening> sorted = new ArrayList<>(happenings);
        sorted.sort(Comparator.comparing(Happening::arrival));
        happenings = List.copyOf(sorted);
        instants = instants.stream().distinct().sorted().toList();
    }

    public RuleOracle oracle() {
        return new RuleOracle(zone, optOutGroups, rules);
    }
}
