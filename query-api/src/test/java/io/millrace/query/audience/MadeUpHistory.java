package io.millrace.query.audience;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Rule;
import io.millrace.core.simulate.Scenario;
import io.millrace.core.simulate.ScenarioAction;
import io.millrace.core.simulate.ScenarioEvent;
import io.millrace.core.simulate.SegmentSpec;
import io.millrace.testing.rule.Happening;
import io.millrace.testing.rule.HistoryEvent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several made-up histories as one, side by side in one workspace, in the order in which a simulation takes them: at one
 * instant events come before actions.
 *
 * @param happenings in order of arrival, which is the same here, in a simulation and in stored rows
 */
record MadeUpHistory(List<Happening> happenings) {

    /** An arrival's offset is its place. */
    static MadeUpHistory of(List<List<Happening>> histories) {
        List<Happening> all = new ArrayList<>();
        // Copies of what is left out would be no copies.
        Set<String> dropped = new HashSet<>();
        for (int i = 0; i < histories.size(); i++) {
            String prefix = prefix(i);
            Set<Person> seen = new HashSet<>();
            for (Happening happening : histories.get(i)) {
                if (hasSense(happening, seen)) {
                    all.add(named(happening, prefix));
                } else {
                    dropped.add(identity(named(happening, prefix)));
                }
            }
        }
        all.sort(Comparator.comparingLong(
                        (Happening happening) -> happening.arrival().millis())
                .thenComparing(happening -> !(happening instanceof Happening.Event)));
        List<Happening> sure = new ArrayList<>();
        for (Happening happening : all) {
            if (!dropped.contains(identity(happening)) && !isLinkedWithinItsInstant(happening, all)) {
                sure.add(happening);
            } else {
                dropped.add(identity(happening));
            }
        }
        List<Happening> placed = new ArrayList<>();
        int events =
                (int) all.stream().filter(Happening.Event.class::isInstance).count();
        int event = 0;
        int action = events;
        for (Happening happening : sure) {
            int place = happening instanceof Happening.Event ? event++ : action++;
            placed.add(at(happening, new Arrival(happening.arrival().millis(), place)));
        }
        return new MadeUpHistory(List.copyOf(placed));
    }

    /** By what copies are told, of an event; all else tells itself apart by its arrival. */
    private static String identity(Happening happening) {
        return happening instanceof Happening.Event event
                ? event.event().person() + " " + event.event().messageId()
                : happening.toString();
    }

    /** What the ids of a history begin with. */
    static String prefix(int history) {
        return "h" + history + "-";
    }

    /**
     * Whether it names somebody who is known as what it says: a simulation, which knows people by name alone, takes the
     * name of somebody unseen for an external id.
     */
    private static boolean hasSense(Happening happening, Set<Person> seen) {
        if (happening instanceof Happening.Event event) {
            if (event.copy()) {
                return true;
            }
            HistoryEvent values = event.event();
            String previous = values.previousId();
            if (previous != null
                    && !seen.contains(new Person(Person.Kind.USER, previous))
                    && !seen.contains(new Person(Person.Kind.ANONYMOUS, previous))) {
                return false;
            }
            seen.add(values.person());
            if (values.anonymousId() != null) {
                seen.add(new Person(Person.Kind.ANONYMOUS, values.anonymousId()));
            }
            return true;
        }
        if (happening instanceof Happening.Merge merge) {
            boolean named = isNamed(merge.source(), seen);
            if (named) {
                seen.add(merge.target());
            }
            return named;
        }
        Happening.Action action = (Happening.Action) happening;
        if (action.action() instanceof ContactAction.Delete) {
            // Whoever is unseen cannot be deleted: the API knows nobody of that name.
            return seen.contains(action.person());
        }
        return isNamed(action.person(), seen);
    }

    /** Stored slices begin with a millisecond: what an id did earlier in that of a link is taken to come after it. */
    private static boolean isLinkedWithinItsInstant(Happening happening, List<Happening> all) {
        return happening instanceof Happening.Event event
                && event.event().userId() == null
                && all.stream()
                        .anyMatch(other -> other instanceof Happening.Event link
                                && link.arrival().millis() == event.arrival().millis()
                                && link.event().userId() != null
                                && Objects.equals(
                                        link.event().anonymousId(),
                                        event.event().anonymousId()));
    }

    private static boolean isNamed(Person person, Set<Person> seen) {
        if (person.kind() == Person.Kind.USER) {
            seen.add(person);
        }
        return seen.contains(person);
    }

    private static Happening named(Happening happening, String prefix) {
        if (happening instanceof Happening.Event event) {
            HistoryEvent old = event.event();
            return new Happening.Event(
                    new HistoryEvent(
                            old.type(),
                            old.name(),
                            old.timestamp(),
                            old.arrival(),
                            old.messageId(),
                            named(old.userId(), prefix),
                            named(old.anonymousId(), prefix),
                            named(old.previousId(), prefix),
                            old.properties(),
                            old.traits()),
                    event.copy());
        }
        if (happening instanceof Happening.Merge merge) {
            return new Happening.Merge(
                    named(merge.source(), prefix), named(merge.target(), prefix), merge.resolution(), merge.arrival());
        }
        Happening.Action action = (Happening.Action) happening;
        return new Happening.Action(named(action.person(), prefix), action.action(), action.arrival());
    }

    private static @Nullable String named(@Nullable String id, String prefix) {
        return id == null ? null : prefix + id;
    }

    private static Person named(Person person, String prefix) {
        return new Person(person.kind(), prefix + person.id());
    }

    private static Happening at(Happening happening, Arrival arrival) {
        if (happening instanceof Happening.Event event) {
            HistoryEvent old = event.event();
            return new Happening.Event(
                    new HistoryEvent(
                            old.type(),
                            old.name(),
                            old.timestamp(),
                            arrival,
                            old.messageId(),
                            old.userId(),
                            old.anonymousId(),
                            old.previousId(),
                            old.properties(),
                            old.traits()),
                    event.copy());
        }
        if (happening instanceof Happening.Merge merge) {
            return new Happening.Merge(merge.source(), merge.target(), merge.resolution(), arrival);
        }
        Happening.Action action = (Happening.Action) happening;
        return new Happening.Action(action.person(), action.action(), arrival);
    }

    long end() {
        return happenings.get(happenings.size() - 1).arrival().millis();
    }

    /** The same as a simulation is told it. */
    Scenario scenario(
            ZoneId zone,
            Set<String> optOutGroups,
            Map<String, Rule> rules,
            Collection<String> handKept,
            Set<Long> checkpoints,
            OptionalLong until) {
        Map<String, SegmentSpec> segments = new LinkedHashMap<>();
        handKept.forEach(id -> segments.put(id, new SegmentSpec.HandKept(List.of())));
        rules.forEach((id, rule) -> segments.put(id, new SegmentSpec.Ruled(rule)));
        List<ScenarioEvent> events = new ArrayList<>();
        List<ScenarioAction> actions = new ArrayList<>();
        for (Happening happening : happenings) {
            if (happening instanceof Happening.Event event) {
                events.add(scenarioEvent(event.event()));
            } else {
                actions.add(scenarioAction(happening));
            }
        }
        return new Scenario(zone, optOutGroups, segments, events, actions, until, checkpoints);
    }

    private static ScenarioEvent scenarioEvent(HistoryEvent event) {
        return new ScenarioEvent(
                event.type(),
                event.name(),
                event.timestamp(),
                event.arrival(),
                event.messageId(),
                event.userId(),
                event.anonymousId(),
                event.previousId(),
                event.properties(),
                event.traits());
    }

    private static ScenarioAction scenarioAction(Happening happening) {
        long at = happening.arrival().millis();
        if (happening instanceof Happening.Merge merge) {
            return new ScenarioAction.MergeContacts(
                    at, merge.source().id(), merge.target().id(), merge.resolution());
        }
        Happening.Action named = (Happening.Action) happening;
        String contact = named.person().id();
        ContactAction action = named.action();
        if (action instanceof ContactAction.Update update) {
            return new ScenarioAction.UpdateContact(at, contact, update);
        }
        if (action instanceof ContactAction.Subscribe choice) {
            return new ScenarioAction.ChangeSubscription(at, contact, choice.group(), choice.subscribed());
        }
        if (action instanceof ContactAction.StaticMembership kept) {
            boolean enters = !kept.enter().isEmpty();
            String segment = (enters ? kept.enter() : kept.leave()).iterator().next();
            return new ScenarioAction.ChangeMembers(
                    at,
                    segment,
                    List.of(contact),
                    enters ? ScenarioAction.ChangeMembers.How.ADD : ScenarioAction.ChangeMembers.How.REMOVE);
        }
        return new ScenarioAction.DeleteContact(at, contact);
    }
}
