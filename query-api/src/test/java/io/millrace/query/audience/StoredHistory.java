package io.millrace.query.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Values;
import io.millrace.testing.rule.ContactsOracle;
import io.millrace.testing.rule.Happening;
import io.millrace.testing.rule.HistoryEvent;
import io.millrace.testing.rule.OracleContact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Stores a made-up history as the jobs would: raw events, slices of persons, writes, contacts. Ids get a prefix, so that
 * several histories fit into one workspace.
 */
final class StoredHistory {

    /** A contact: the person whose key held it, and how often it was deleted before. */
    private record Key(Person root, int generation) {}

    private record Slice(long from, Key contact) {}

    private final StoredAudience audience;
    private final String prefix;
    private final Map<Person, List<Slice>> slices = new HashMap<>();
    private final Set<Person> linked = new HashSet<>();
    private final Set<Key> seen = new HashSet<>();

    private StoredHistory(StoredAudience audience, String prefix) {
        this.audience = audience;
        this.prefix = prefix;
    }

    /** The contacts that are there in the end, by the person that names them. */
    static Map<Person, OracleContact> store(StoredAudience audience, String prefix, List<Happening> history) {
        StoredHistory stored = new StoredHistory(audience, prefix);
        List<Happening> named = history.stream().map(stored::named).toList();
        named.forEach(stored::happens);
        Map<Person, OracleContact> contacts = ContactsOracle.at(named, Long.MAX_VALUE);
        stored.contacts(contacts);
        return contacts;
    }

    private Happening named(Happening happening) {
        if (happening instanceof Happening.Event event) {
            HistoryEvent old = event.event();
            return new Happening.Event(
                    new HistoryEvent(
                            old.type(),
                            old.name(),
                            old.timestamp(),
                            old.arrival(),
                            old.messageId(),
                            old.userId() == null ? null : prefix + old.userId(),
                            old.anonymousId() == null ? null : prefix + old.anonymousId(),
                            old.properties(),
                            old.traits()),
                    event.copy());
        }
        if (happening instanceof Happening.Merge merge) {
            return new Happening.Merge(
                    named(merge.source()), named(merge.target()), merge.resolution(), merge.arrival());
        }
        Happening.Action action = (Happening.Action) happening;
        return new Happening.Action(named(action.person()), action.action(), action.arrival());
    }

    private Person named(Person person) {
        return new Person(person.kind(), prefix + person.id());
    }

    private void happens(Happening happening) {
        long at = happening.arrival().millis();
        if (happening instanceof Happening.Event event) {
            if (!event.copy()) {
                stored(event.event());
            }
        } else if (happening instanceof Happening.Merge merge) {
            seen.add(now(merge.target()));
            join(now(merge.source()), now(merge.target()));
        } else if (happening instanceof Happening.Action action) {
            Key contact = now(action.person());
            if (action.action() instanceof ContactAction.Delete) {
                if (seen.contains(contact)) {
                    delete(contact, at);
                }
            } else {
                seen.add(contact);
            }
        }
    }

    private void stored(HistoryEvent event) {
        String user = event.userId();
        String anonymousId = event.anonymousId();
        if (user != null && anonymousId != null) {
            Person anonymous = new Person(Person.Kind.ANONYMOUS, anonymousId);
            Key known = now(new Person(Person.Kind.USER, user));
            if (linked.add(anonymous)) {
                join(now(anonymous), known);
            }
            if (!now(anonymous).equals(known)) {
                slicesOf(anonymous).add(new Slice(event.arrival().millis(), known));
            }
        }
        seen.add(now(event.person()));
        Map<String, String> properties = new LinkedHashMap<>();
        flatten("", event.properties(), properties);
        String name = event.type() == EventType.TRACK
                ? event.name()
                : event.type() == EventType.PAGE ? "page" : event.type() == EventType.SCREEN ? "screen" : "";
        audience.event(
                event.person(),
                event.type().name().toLowerCase(Locale.ROOT),
                name,
                event.timestamp(),
                event.arrival().millis(),
                (int) (event.arrival().sequence() >>> 48),
                event.arrival().sequence() & 0xffff_ffff_ffffL,
                properties);
    }

    private static void flatten(String path, JsonNode object, Map<String, String> into) {
        object.fields().forEachRemaining(member -> {
            JsonNode value = member.getValue();
            String at = path + member.getKey();
            if (value.isObject()) {
                flatten(at + ".", value, into);
            } else if (!Values.isAbsent(value)) {
                into.put(at, value.isArray() ? value.toString() : value.asText());
            }
        });
    }

    private List<Slice> slicesOf(Person person) {
        return slices.computeIfAbsent(person, own -> new ArrayList<>(List.of(new Slice(0, new Key(own, 0)))));
    }

    private Key now(Person person) {
        List<Slice> own = slicesOf(person);
        return own.get(own.size() - 1).contact();
    }

    private void join(Key source, Key target) {
        slices.values()
                .forEach(own -> own.replaceAll(
                        slice -> slice.contact().equals(source) ? new Slice(slice.from(), target) : slice));
    }

    private void delete(Key contact, long at) {
        Key next = new Key(contact.root(), contact.generation() + 1);
        slices.values().forEach(own -> {
            if (own.get(own.size() - 1).contact().equals(contact)) {
                own.add(new Slice(at, next));
            }
        });
        audience.contact(contact.root(), contact.generation(), 0, true);
    }

    private void contacts(Map<Person, OracleContact> contacts) {
        slices.forEach((person, own) -> {
            if (own.size() > 1 || !own.get(0).contact().equals(new Key(person, 0))) {
                own.forEach(slice -> audience.slice(
                        person,
                        slice.from(),
                        slice.contact().root(),
                        slice.contact().generation(),
                        slice.from()));
            }
        });
        contacts.forEach((root, contact) -> {
            audience.contact(root, contact.generation(), 0, false);
            for (ProfileWrite write : contact.writes()) {
                audience.write(
                        writer(
                                new Key(root, contact.generation()),
                                write.arrival().millis()),
                        write.field().text(),
                        write.key(),
                        write.value(),
                        write.timestamp(),
                        write.arrival().millis(),
                        write.arrival().sequence());
            }
        });
    }

    /** One of the persons that were the contact's then. */
    private Person writer(Key contact, long at) {
        Map<String, Person> writers = new TreeMap<>();
        slices.forEach((person, own) -> {
            if (own.stream()
                    .filter(slice -> slice.from() <= at)
                    .max(Comparator.comparingLong(Slice::from))
                    .filter(slice -> slice.contact().equals(contact))
                    .isPresent()) {
                writers.put(person.toString(), person);
            }
        });
        return writers.isEmpty() ? contact.root() : writers.values().iterator().next();
    }
}
