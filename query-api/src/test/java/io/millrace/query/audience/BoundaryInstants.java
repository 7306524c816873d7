package io.millrace.query.audience;

import io.millrace.core.rule.Rule;
import io.millrace.testing.rule.Happening;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instants to judge a history at: those at which most events happen or leave what rules look at, for there two
 * interpreters part first, and some others of that kind.
 */
final class BoundaryInstants {

    private static final int CANDIDATES = 300;

    /** Every duration in a rule's text. */
    private static final Pattern DURATION = Pattern.compile("[mM]illis=([0-9]+)");

    private final Random random;
    private final Map<Long, Integer> meetings = new TreeMap<>();
    private final long begin;
    private final long end;

    BoundaryInstants(long seed, Map<String, Rule> rules, MadeUpHistory history) {
        this.random = new Random(seed);
        this.begin = history.begin();
        this.end = history.end();
        Set<Long> durations = new TreeSet<>(Set.of(0L));
        Matcher matcher = DURATION.matcher(rules.toString());
        while (matcher.find()) {
            durations.add(Long.parseLong(matcher.group(1)));
        }
        for (Happening happening : history.happenings()) {
            meet(happening.arrival().millis());
            if (happening instanceof Happening.Event event) {
                durations.forEach(duration -> meet(event.event().timestamp() + duration));
            }
        }
    }

    private void meet(long instant) {
        meetings.merge(instant, 1, Integer::sum);
    }

    /** When everything has arrived. */
    Set<Long> afterwards() {
        return some(2, instant -> instant >= end);
    }

    /** While things still arrive. */
    Set<Long> meanwhile() {
        return some(2, instant -> instant >= begin && instant < end);
    }

    /** Instants to look back at. */
    Set<Long> before() {
        return some(2, instant -> instant < end);
    }

    private Set<Long> some(int most, LongPredicate range) {
        List<Long> candidates = new ArrayList<>(meetings.entrySet().stream()
                .filter(meeting -> range.test(meeting.getKey()))
                .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed())
                .limit(CANDIDATES)
                .map(Map.Entry::getKey)
                .toList());
        Set<Long> some = new LinkedHashSet<>();
        while (some.size() < most && !candidates.isEmpty()) {
            some.add(some.isEmpty() ? candidates.remove(0) : candidates.remove(random.nextInt(candidates.size())));
        }
        return some;
    }
}
