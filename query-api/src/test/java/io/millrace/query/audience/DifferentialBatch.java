package io.millrace.query.audience;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import io.millrace.core.simulate.Budget;
import io.millrace.core.simulate.Outcome;
import io.millrace.core.simulate.Simulation;
import io.millrace.testing.rule.ContactsOracle;
import io.millrace.testing.rule.Happening;
import io.millrace.testing.rule.OracleContact;
import io.millrace.testing.rule.RuleOracle;
import io.millrace.testing.rule.Scenario;
import io.millrace.testing.rule.ScenarioShape;
import io.millrace.testing.rule.Scenarios;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Made-up rules over made-up histories in one workspace, which two interpreters judge: the engine and SQL. Three kinds of
 * questions are asked: about the end, when all has arrived, which the simulator answers; about what was known at an
 * instant, which it answers too; and about a past instant over everything known now, which explanations answer.
 */
final class DifferentialBatch implements AutoCloseable {

    /**
     * What was found.
     *
     * @param pairs of a rule and a history
     * @param judgements of one contact by one rule at one instant
     * @param held how many of these were true
     * @param leftOut how many more would have looked at how long a contested trait has been held
     * @param differences each names everything that is needed to look at it
     */
    record Findings(int pairs, int judgements, int held, int leftOut, List<String> differences) {}

    static final int HISTORIES = 12;
    private static final ScenarioShape SHAPE = new ScenarioShape(1, 4, 3, 40, true, true, true, 200);
    private static final String IN_THE_PAST = "in the past";

    /** Explanations read a contact at a time, so that not all of them can be asked. */
    private static final int EVERY = 20;

    /** Longer than any window. */
    private static final long AFTERWARDS_MILLIS = 4 * 86_400_000L;

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

    /**
     * One question about everybody.
     *
     * @param contacts who is there, each with the segments it is in
     * @param known by when the oracle knows what it knows
     */
    private record Question(String kind, AsOf asOf, Map<LivedContacts.Lived, Answer> contacts, long known) {}

    /**
     * @param generation how often a contact of that id was deleted before
     * @param hasRows whether any event or write tells of it
     * @param contested traits of which the engine knows only about since when they are held
     */
    private record Answer(int generation, boolean hasRows, Set<String> contested, Set<String> segments) {}

    private final Scenario rules;
    private final MadeUpHistory history;
    private final StoredAudience audience;
    private final PastContacts past;
    private final List<Question> questions = new ArrayList<>();

    DifferentialBatch(long seed) {
        this.rules = Scenarios.of(seed, SHAPE);
        this.history = MadeUpHistory.of(IntStream.range(0, HISTORIES)
                .mapToObj(i -> Scenarios.of(seed + i, SHAPE).happenings())
                .toList());
        this.audience = new StoredAudience(rules.zone());
        audience.optOutGroups.addAll(rules.optOutGroups());
        segments().forEach(segment -> audience.segments.put(segment.id(), segment));
        this.past = new PastContacts(
                new AudienceRules(1, rules.zone(), rules.optOutGroups(), segments(), List.of(), Map.of()));
        long end = history.end();
        ask(new BoundaryInstants(
                seed,
                simulated(Set.of(), OptionalLong.of(end + AFTERWARDS_MILLIS)).transitions(),
                end));
    }

    private List<SegmentRule> segments() {
        List<SegmentRule> segments = new ArrayList<>();
        rules.handKept().forEach(id -> segments.add(new SegmentRule(id, 1, null)));
        rules.rules().forEach((id, rule) -> segments.add(new SegmentRule(id, 1, rule)));
        return segments;
    }

    private void ask(BoundaryInstants instants) {
        Set<Long> checkpoints = new LinkedHashSet<>(instants.meanwhile());
        checkpoints.addAll(instants.afterwards());
        Outcome outcome = simulated(checkpoints, OptionalLong.empty());
        Map<Long, Map<String, List<String>>> members = new HashMap<>();
        outcome.checkpoints().read(members::put);
        LivedContacts lived = new LivedContacts(audience);
        TreeMap<Long, List<Happening>> byInstant = new TreeMap<>();
        checkpoints.forEach(instant -> byInstant.put(instant, new ArrayList<>()));
        history.happenings().forEach(happening -> byInstant
                .computeIfAbsent(happening.arrival().millis(), none -> new ArrayList<>())
                .add(happening));
        byInstant.forEach((instant, happenings) -> {
            lived.live(instant, happenings);
            if (checkpoints.contains(instant)) {
                questions.add(simulated(instant, lived, members));
            }
        });
        instants.before().forEach(instant -> questions.add(replayed(instant, lived)));
    }

    private Outcome simulated(Set<Long> checkpoints, OptionalLong until) {
        return Simulation.run(
                history.scenario(
                        rules.zone(), rules.optOutGroups(), rules.rules(), rules.handKept(), checkpoints, until),
                new Budget(LONG_ENOUGH, Integer.MAX_VALUE));
    }

    private Question simulated(long instant, LivedContacts lived, Map<Long, Map<String, List<String>>> members) {
        Map<String, Set<String>> segments = new HashMap<>();
        Objects.requireNonNull(members.get(instant))
                .forEach((segment, names) -> names.forEach(name ->
                        segments.computeIfAbsent(name, none -> new HashSet<>()).add(segment)));
        Map<LivedContacts.Lived, Answer> answers = new LinkedHashMap<>();
        lived.existing().forEach((name, contact) -> {
            Set<String> in = segments.remove(name);
            answers.put(
                    contact,
                    new Answer(
                            contact.generation(), contact.hasRows(), contact.contested(), in == null ? Set.of() : in));
        });
        if (!segments.isEmpty()) {
            throw new AssertionError("members of whom only the simulator knows: " + segments);
        }
        return instant < history.end()
                ? new Question("known then", new AsOf(instant, OptionalLong.of(instant)), answers, instant)
                : new Question("afterwards", AsOf.at(instant), answers, Long.MAX_VALUE);
    }

    private Question replayed(long instant, LivedContacts lived) {
        Map<LivedContacts.Lived, Answer> answers = new LinkedHashMap<>();
        for (LivedContacts.Lived contact : lived.existing().values()) {
            if (contact.isSeenAt(instant)) {
                ContactId id = ContactId.of(audience.workspace.id(), contact.root, contact.generation());
                answers.put(
                        contact,
                        new Answer(contact.generation(), true, Set.of(), past.segmentsAt(instant, id, contact)));
            }
        }
        return new Question(IN_THE_PAST, AsOf.at(instant), answers, Long.MAX_VALUE);
    }

    /** Lets SQL answer all questions. */
    Findings compare(UnaryOperator<String> change) {
        List<Map.Entry<String, Rule>> judged = List.copyOf(rules.rules().entrySet());
        List<Rule> trees = judged.stream().map(Map.Entry::getValue).toList();
        Map<String, Set<String>> heldTraits = HeldTraits.of(rules.rules());
        List<String> differences = new ArrayList<>();
        int judgements = 0;
        int held = 0;
        int leftOut = 0;
        for (Question question : questions) {
            Map<BigInteger, boolean[]> found = audience.judgements(trees, question.asOf(), change);
            for (Map.Entry<LivedContacts.Lived, Answer> entry :
                    question.contacts().entrySet()) {
                Person root = entry.getKey().root;
                Answer answer = entry.getValue();
                boolean[] bySql = found.remove(audience.hash(root, answer.generation()));
                if (bySql == null && question.asOf().knownAt().isPresent() && !answer.hasRows()) {
                    // When somebody became known who did nothing, and of whom nothing is known, no row tells.
                    continue;
                }
                if (bySql == null) {
                    differences.add(where(question, root, answer) + " is not there for SQL");
                    continue;
                }
                for (int i = 0; i < bySql.length; i++) {
                    if (!Collections.disjoint(
                            heldTraits.getOrDefault(judged.get(i).getKey(), Set.of()), answer.contested())) {
                        leftOut++;
                        continue;
                    }
                    boolean in = answer.segments().contains(judged.get(i).getKey());
                    judgements++;
                    held += in ? 1 : 0;
                    if (in != bySql[i]) {
                        differences.add(where(question, root, answer) + ": engine " + in + ", SQL " + bySql[i]
                                + oracle(question, root, trees.get(i)) + ": "
                                + judged.get(i).getKey() + " "
                                + RuleJson.canonical(trees.get(i)));
                    }
                }
            }
            found.keySet()
                    .forEach(contact -> differences.add(
                            question.kind() + " at " + time(question) + " only SQL knows " + audience.name(contact)));
        }
        return new Findings(trees.size() * HISTORIES, judgements, held, leftOut, differences);
    }

    /** Some contacts at past instants, of whom an explanation finds their history in storage and says the same. */
    List<String> compareExplanations() {
        List<String> differences = new ArrayList<>();
        for (Question question : questions) {
            int place = 0;
            for (Map.Entry<LivedContacts.Lived, Answer> entry :
                    question.contacts().entrySet()) {
                if (question.kind().equals(IN_THE_PAST) && place++ % EVERY == 0) {
                    long at = question.asOf().millis();
                    Set<String> explained = past.segmentsAt(
                            at, audience.history(entry.getKey().root.id(), at));
                    if (!explained.equals(entry.getValue().segments())) {
                        differences.add(where(question, entry.getKey().root, entry.getValue()) + ": "
                                + entry.getValue().segments() + ", explained " + explained);
                    }
                }
            }
        }
        return differences;
    }

    private static String where(Question question, Person root, Answer answer) {
        return question.kind() + " at " + time(question) + " " + root.id() + " (" + answer.generation() + ")";
    }

    private static String time(Question question) {
        return question.asOf().millis() + " "
                + Timestamps.format(question.asOf().millis());
    }

    /** What the definition says, for whoever looks at a difference. */
    private String oracle(Question question, Person root, Rule rule) {
        OracleContact contact =
                ContactsOracle.at(history.happenings(), question.known()).get(root);
        RuleOracle oracle = rules.oracle();
        return ", oracle "
                + (contact == null
                        ? "knows nobody"
                        : oracle.holds(rule, contact, question.asOf().millis()));
    }

    @Override
    public void close() {
        audience.close();
    }
}
