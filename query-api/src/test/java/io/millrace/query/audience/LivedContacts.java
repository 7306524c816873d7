package io.millrace.query.audience;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.HandOver;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.event.Person;
import io.millrace.testing.rule.Happening;
import io.millrace.testing.rule.HistoryEvent;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leads a made-up history through the engine as the audience job does and stores the rows that both jobs would: raw events,
 * the engine's own writes, slices of persons, contacts. It knows no rules; who is a member is asked elsewhere.
 */
final class LivedContacts {

    /** Whose a person's events are from an arrival on; one that has ended still moves with a merge. */
    private record Slice(Person person, long from, boolean ended) {}

    /** A contact and all that is its own now. */
    static final class Lived {
        final Person root;
        final List<HistoryEvent> events = new ArrayList<>();
        final List<ProfileWrite> writes = new ArrayList<>();
        private final ContactState state;
        private final List<Input> inputs = new ArrayList<>();
        private final Set<Slice> slices = new LinkedHashSet<>();
        private final Set<String> contested = new HashSet<>();
        private long seenAt = Long.MAX_VALUE;

        private Lived(Person root) {
            this.root = root;
            this.state = ContactState.unborn(root);
            slices.add(new Slice(root, 0, false));
        }

        int generation() {
            return state.generation();
        }

        /** Whether it is there at an instant, by when things happened, in epoch milliseconds. */
        boolean isSeenAt(long millis) {
            return seenAt <= millis;
        }

        /** Traits that two contacts had written when they became one. */
        Set<String> contested() {
            return Set.copyOf(contested);
        }

        private Set<String> traits() {
            Set<String> traits = new HashSet<>();
            writes.stream()
                    .filter(write -> write.field() == ProfileWrite.Field.TRAIT)
                    .forEach(write -> traits.add(write.key()));
            inputs.forEach(input -> {
                if (input instanceof Input.Event event) {
                    event.event().traits().fieldNames().forEachRemaining(traits::add);
                } else if (input instanceof Input.Action action
                        && action.action() instanceof ContactAction.Update update) {
                    update.traits().fieldNames().forEachRemaining(traits::add);
                }
            });
            return traits;
        }

        boolean hasRows() {
            return !events.isEmpty() || !writes.isEmpty();
        }

        private void seen(long millis) {
            seenAt = Math.min(seenAt, millis);
        }
    }

    private static final ContactAction NOTHING =
            new ContactAction.Update(JsonNodeFactory.instance.objectNode(), null, List.of(), List.of(), Map.of());

    private final ContactEngine engine =
            new ContactEngine(new AudienceRules(1, ZoneOffset.UTC, Set.of(), List.of(), List.of(), Map.of()));
    private final StoredAudience audience;
    private final Map<Person, Lived> owners = new HashMap<>();
    private final Set<Person> linked = new HashSet<>();
    private final Set<Lived> touched = new LinkedHashSet<>();

    LivedContacts(StoredAudience audience) {
        this.audience = audience;
    }

    /** Everything that arrives at one instant, in order. */
    void live(long instant, List<Happening> happenings) {
        happenings.forEach(happening -> happens(happening, instant));
        for (Lived contact : touched) {
            step(contact, instant);
            if (contact.state.exists()) {
                audience.contact(contact.root, contact.generation(), contact.state.createdAt(), false, instant);
            }
        }
        touched.clear();
    }

    /** The contacts that are there now, by the text that names them. */
    Map<String, Lived> existing() {
        Map<String, Lived> existing = new LinkedHashMap<>();
        for (Lived contact : owners.values()) {
            if (contact.state.exists()) {
                existing.put(contact.root.id(), contact);
            }
        }
        return existing;
    }

    private void happens(Happening happening, long instant) {
        if (happening instanceof Happening.Event event) {
            if (!event.copy()) {
                event(event.event());
            }
        } else if (happening instanceof Happening.Merge merge) {
            merge(merge, instant);
        } else if (happening instanceof Happening.Action action) {
            Lived contact = owner(action.person());
            if (!(action.action() instanceof ContactAction.Delete)) {
                begin(contact, instant);
                contact.inputs.add(new Input.Action(action.action(), action.arrival(), ""));
            } else if (contact.state.exists() || touched.contains(contact)) {
                contact.inputs.add(new Input.Action(action.action(), action.arrival(), ""));
                delete(contact, instant);
            }
        }
    }

    private void event(HistoryEvent event) {
        Lived contact = owner(event.person());
        if (event.userId() != null && event.anonymousId() != null) {
            link(new Person(Person.Kind.ANONYMOUS, event.anonymousId()), contact, event);
        }
        if (event.previousId() != null) {
            Person previous = new Person(Person.Kind.USER, event.previousId());
            Lived known = owners.get(previous);
            if (known == null) {
                link(new Person(Person.Kind.ANONYMOUS, event.previousId()), contact, event);
            } else if (known != contact) {
                join(known, contact, ConflictResolution.PREFER_TARGET, event.arrival());
            }
        }
        begin(contact, event.timestamp());
        contact.events.add(event);
        contact.inputs.add(new Input.Event(event));
        audience.event(event);
    }

    private void link(Person anonymous, Lived known, HistoryEvent event) {
        long instant = event.arrival().millis();
        Lived before = owners.get(anonymous);
        if (before == known) {
            return;
        }
        if (linked.add(anonymous)) {
            if (before != null) {
                join(before, known, ConflictResolution.NEWEST, event.arrival());
            } else {
                slice(known, new Slice(anonymous, 0, false), instant);
            }
        } else {
            Lived old = owner(anonymous);
            Set<Slice> ended = new LinkedHashSet<>();
            old.slices.forEach(slice ->
                    ended.add(slice.person().equals(anonymous) ? new Slice(anonymous, slice.from(), true) : slice));
            old.slices.clear();
            old.slices.addAll(ended);
            slice(known, new Slice(anonymous, instant, false), instant);
        }
        owners.put(anonymous, known);
    }

    private void merge(Happening.Merge merge, long instant) {
        Lived known = owners.get(merge.source());
        Lived source = owner(merge.source());
        Lived target = owner(merge.target());
        linked.add(merge.source());
        if (source == target) {
            return;
        }
        if (!target.state.exists() && !touched.contains(target)) {
            target.inputs.add(new Input.Action(NOTHING, merge.arrival(), ""));
            begin(target, instant);
        }
        if (known == null) {
            slice(target, new Slice(merge.source(), 0, false), instant);
            owners.put(merge.source(), target);
        } else {
            join(source, target, merge.resolution(), merge.arrival());
        }
    }

    private void join(Lived source, Lived target, ConflictResolution resolution, Arrival arrival) {
        long instant = arrival.millis();
        boolean existed = source.state.exists() || touched.contains(source);
        HandOver handed = engine.handOver(source.state, instant, source.inputs);
        source.inputs.clear();
        written(source, handed.writes());
        touched.remove(source);
        source.slices.forEach(slice -> slice(target, slice, instant));
        if (existed) {
            audience.contact(source.root, source.generation(), source.state.createdAt(), true, instant);
            begin(target, source.seenAt);
            target.inputs.add(new Input.Absorb(handed.moved(), resolution, arrival));
            Set<String> both = source.traits();
            both.retainAll(target.traits());
            target.contested.addAll(both);
            target.contested.addAll(source.contested);
            target.events.addAll(source.events);
            target.writes.addAll(source.writes);
        }
        owners.replaceAll((person, owner) -> owner == source ? target : owner);
    }

    private void delete(Lived contact, long instant) {
        int generation = contact.generation();
        long created = contact.state.exists() ? contact.state.createdAt() : instant;
        step(contact, instant);
        touched.remove(contact);
        audience.contact(contact.root, generation, created, true, instant);
        Set<Person> persons = new LinkedHashSet<>();
        contact.slices.stream().filter(slice -> !slice.ended()).forEach(slice -> persons.add(slice.person()));
        contact.slices.clear();
        persons.forEach(person -> slice(contact, new Slice(person, instant + 1, false), instant));
        contact.events.clear();
        contact.writes.clear();
        contact.contested.clear();
        contact.seenAt = Long.MAX_VALUE;
    }

    private void begin(Lived contact, long seenAt) {
        contact.seen(seenAt);
        touched.add(contact);
    }

    private void step(Lived contact, long instant) {
        written(contact, engine.step(contact.state, instant, contact.inputs).writes());
        contact.inputs.clear();
    }

    private void written(Lived contact, List<ProfileWrite> writes) {
        contact.writes.addAll(writes);
        writes.forEach(write -> audience.write(contact.root, write));
    }

    private void slice(Lived contact, Slice slice, long instant) {
        contact.slices.add(slice);
        audience.slice(slice.person(), slice.from(), contact.root, contact.generation(), instant);
    }

    private Lived owner(Person person) {
        @Nullable Lived known = owners.get(person);
        if (known != null) {
            return known;
        }
        Lived fresh = new Lived(person);
        owners.put(person, fresh);
        return fresh;
    }
}
