package io.millrace.testing.rule;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes up what happens in a workspace: ties, late events, copies, values that are missing, links, merges, deletions. */
final class HistoryGenerator {

    private static final int PARTITIONS = 3;
    private static final long DEDUPE_MILLIS = 86_400_000L;

    private final Random random;
    private final Moments moments;
    private final Vocabulary words;
    private final ScenarioShape shape;
    private final List<Happening> happenings = new ArrayList<>();
    private final Map<String, Long> firstCopies = new HashMap<>();
    private final long[] offsets = new long[PARTITIONS];
    private long now;

    HistoryGenerator(Random random, Moments moments, Vocabulary words, ScenarioShape shape) {
        this.random = random;
        this.moments = moments;
        this.words = words;
        this.shape = shape;
        this.now = moments.beginning();
    }

    List<Happening> happenings() {
        for (int i = 0; i < shape.happenings(); i++) {
            now = moments.from(now);
            if (shape.merges() && random.nextInt(15) == 0) {
                alone(this::merge);
            } else if (shape.deletions() && random.nextInt(25) == 0) {
                alone(() -> action(anyone(), new ContactAction.Delete()));
            } else if (shape.aliases() && random.nextInt(25) == 0) {
                alone(this::alias);
            } else if (random.nextInt(4) == 0) {
                action(anyone(), change());
            } else if (random.nextInt(12) == 0) {
                copy();
            } else {
                event();
            }
        }
        return happenings;
    }

    /** What rearranges contacts has its millisecond for itself. */
    private void alone(Runnable happening) {
        now++;
        happening.run();
        now++;
    }

    private void event() {
        Person person = anyone();
        boolean known = person.kind() == Person.Kind.USER;
        String anonymousId = !known ? person.id() : random.nextInt(4) == 0 ? anonymous() : null;
        EventType type = words.pick(List.of(
                EventType.TRACK,
                EventType.TRACK,
                EventType.TRACK,
                EventType.TRACK,
                EventType.PAGE,
                EventType.SCREEN,
                EventType.IDENTIFY,
                EventType.IDENTIFY,
                EventType.GROUP));
        add(new HistoryEvent(
                type,
                type == EventType.TRACK ? words.track() : "",
                random.nextInt(5) < 3 ? now : moments.until(now),
                arrival(person),
                "m" + (random.nextInt(30) == 0 ? random.nextInt(1 + happenings.size()) : happenings.size()),
                known ? person.id() : null,
                anonymousId,
                null,
                words.properties(),
                type == EventType.IDENTIFY ? words.traits() : Vocabulary.NODES.objectNode()));
    }

    /** The same event once more, as a client sends it that has seen no answer. */
    private void copy() {
        List<HistoryEvent> events = happenings.stream()
                .filter(Happening.Event.class::isInstance)
                .map(happening -> ((Happening.Event) happening).event())
                .toList();
        if (events.isEmpty()) {
            return;
        }
        HistoryEvent event = words.pick(events);
        add(new HistoryEvent(
                event.type(),
                event.name(),
                event.timestamp(),
                arrival(event.person()),
                event.messageId(),
                event.userId(),
                event.anonymousId(),
                event.previousId(),
                event.properties(),
                event.traits()));
    }

    /** A copy is one of the same person within a day of the first; one that comes later counts again. */
    private void add(HistoryEvent event) {
        String identity = event.person() + " " + event.messageId();
        Long first = firstCopies.get(identity);
        boolean copy = first != null && now - first < DEDUPE_MILLIS;
        if (!copy) {
            firstCopies.put(identity, now);
        }
        happenings.add(new Happening.Event(event, copy));
    }

    private void action(Person person, ContactAction action) {
        happenings.add(new Happening.Action(person, action, arrival(person)));
    }

    private ContactAction change() {
        return switch (random.nextInt(6)) {
            case 0 ->
                new ContactAction.Subscribe(
                        random.nextInt(3) == 0 ? null : words.pick(Vocabulary.GROUPS), random.nextBoolean());
            case 1 ->
                random.nextBoolean()
                        ? new ContactAction.StaticMembership(Set.of(words.pick(Vocabulary.HAND_KEPT)), Set.of())
                        : new ContactAction.StaticMembership(Set.of(), Set.of(words.pick(Vocabulary.HAND_KEPT)));
            case 2 ->
                update(null, List.of(words.pick(Vocabulary.TAGS)), List.of(words.pick(Vocabulary.TAGS)), Map.of());
            case 3 -> update(List.of(words.pick(Vocabulary.TAGS)), List.of(), List.of(), Map.of());
            case 4 -> update(null, List.of(), List.of(), score());
            default -> new ContactAction.Update(words.traits(), null, List.of(), List.of(), Map.of());
        };
    }

    private Map<String, @Nullable BigDecimal> score() {
        Map<String, @Nullable BigDecimal> scores = new HashMap<>();
        scores.put(words.pick(Vocabulary.SCORES), random.nextInt(4) == 0 ? null : words.number());
        return scores;
    }

    private static ContactAction update(
            @Nullable List<String> tags,
            List<String> added,
            List<String> removed,
            Map<String, @Nullable BigDecimal> scores) {
        return new ContactAction.Update(Vocabulary.NODES.objectNode(), tags, added, removed, scores);
    }

    /** One of the users was somebody else before, known or not. */
    private void alias() {
        Person person = user(random.nextInt(shape.users()));
        add(new HistoryEvent(
                EventType.ALIAS,
                "",
                now,
                arrival(person),
                "m" + happenings.size(),
                person.id(),
                null,
                anyone().id(),
                Vocabulary.NODES.objectNode(),
                Vocabulary.NODES.objectNode()));
    }

    private void merge() {
        if (shape.users() < 2) {
            return;
        }
        int source = random.nextInt(shape.users());
        int target = (source + 1 + random.nextInt(shape.users() - 1)) % shape.users();
        Person into = user(target);
        Person from = shape.aliases() && random.nextInt(3) == 0 ? anyone() : user(source);
        happenings.add(
                new Happening.Merge(from, into, words.pick(List.of(ConflictResolution.values())), arrival(into)));
    }

    private Person anyone() {
        int place = random.nextInt(shape.users() + shape.anonymous());
        return place < shape.users() ? user(place) : new Person(Person.Kind.ANONYMOUS, "a" + (place - shape.users()));
    }

    private static Person user(int place) {
        return new Person(Person.Kind.USER, "u" + place);
    }

    private @Nullable String anonymous() {
        return shape.anonymous() == 0 ? null : "a" + random.nextInt(shape.anonymous());
    }

    /** Now, after all that is in the person's partition. */
    private Arrival arrival(Person person) {
        int partition = Math.floorMod(person.id().hashCode(), PARTITIONS);
        return Arrival.of(now, partition, offsets[partition]++);
    }
}
