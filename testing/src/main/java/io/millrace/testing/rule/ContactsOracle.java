package io.millrace.testing.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.audience.ProfileWrite.Field;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who was who at an instant: reads everything that had arrived by then from the beginning, and gathers each contact's
 * events and writes. An anonymous id's past goes to the contact of its first link; what it does later goes to the contact
 * of its latest link.
 */
public final class ContactsOracle {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private final Map<Person, OracleContact> contacts = new HashMap<>();
    private final Set<Person> linked = new LinkedHashSet<>();

    private ContactsOracle() {}

    /** The contacts that exist, by their root person, with all that had arrived by {@code knownAt} (inclusive). */
    public static Map<Person, OracleContact> at(List<Happening> happenings, long knownAt) {
        ContactsOracle oracle = new ContactsOracle();
        for (Happening happening : happenings) {
            if (happening.arrival().millis() <= knownAt) {
                oracle.apply(happening);
            }
        }
        Map<Person, OracleContact> found =
                new TreeMap<>(java.util.Comparator.comparing(Person::kind).thenComparing(Person::id));
        oracle.contacts.values().stream()
                .filter(OracleContact::exists)
                .forEach(contact -> found.put(contact.root(), contact));
        return found;
    }

    private void apply(Happening happening) {
        if (happening instanceof Happening.Event event) {
            if (!event.copy()) {
                event(event.event());
            }
        } else if (happening instanceof Happening.Action action) {
            action(action);
        } else if (happening instanceof Happening.Merge merge) {
            merge(merge);
        }
    }

    private void event(HistoryEvent event) {
        String user = event.userId();
        String anonymous = event.anonymousId();
        if (user != null && anonymous != null) {
            link(new Person(Person.Kind.ANONYMOUS, anonymous), new Person(Person.Kind.USER, user), event.arrival());
        }
        if (event.previousId() != null) {
            alias(event.previousId(), event.person(), event.arrival());
        }
        OracleContact contact = contact(event.person());
        contact.events().add(event);
        contact.touch();
        if (event.type() == EventType.IDENTIFY) {
            event.traits()
                    .fields()
                    .forEachRemaining(trait -> contact.write(
                            Field.TRAIT,
                            trait.getKey(),
                            trait.getValue().toString(),
                            event.timestamp(),
                            event.arrival()));
        }
    }

    private void link(Person anonymous, Person user, Arrival arrival) {
        OracleContact known = contact(user);
        if (linked.add(anonymous) && contacts.containsKey(anonymous)) {
            join(contact(anonymous), known, ConflictResolution.NEWEST, arrival);
        }
        contacts.put(anonymous, known);
    }

    /** The former id is a user's if there is such a user, else it counts as an anonymous one. */
    private void alias(String previousId, Person user, Arrival arrival) {
        Person previous = new Person(Person.Kind.USER, previousId);
        if (!contacts.containsKey(previous)) {
            link(new Person(Person.Kind.ANONYMOUS, previousId), user, arrival);
        } else if (contact(previous) != contact(user)) {
            join(contact(previous), contact(user), ConflictResolution.PREFER_TARGET, arrival);
        }
    }

    private void merge(Happening.Merge merge) {
        linked.add(merge.source());
        OracleContact source = contact(merge.source());
        OracleContact target = contact(merge.target());
        if (source != target) {
            target.touch();
            join(source, target, merge.resolution(), merge.arrival());
        }
    }

    /** Everything of the source becomes the target's, and its persons name the target from now on. */
    private void join(OracleContact source, OracleContact target, ConflictResolution resolution, Arrival arrival) {
        List<ProfileWrite> decided = decided(source, target, resolution, arrival);
        target.events().addAll(source.events());
        target.writes().addAll(source.writes());
        target.writes().addAll(decided);
        contacts.replaceAll((person, contact) -> contact == source ? target : contact);
    }

    /** What a merge writes by itself: whose value stands, and the unions of tags and hand-kept memberships. */
    private static List<ProfileWrite> decided(
            OracleContact source, OracleContact target, ConflictResolution resolution, Arrival arrival) {
        OracleProfile theirs = new OracleProfile(source.writes(), Long.MAX_VALUE);
        OracleProfile ours = new OracleProfile(target.writes(), Long.MAX_VALUE);
        List<ProfileWrite> decided = new ArrayList<>();
        for (Field field : List.of(Field.TRAIT, Field.SCORE, Field.SUBSCRIPTION)) {
            Set<String> conflicts = ours.keys(field);
            conflicts.retainAll(theirs.keys(field));
            for (String key : resolution == ConflictResolution.NEWEST ? Set.<String>of() : conflicts) {
                JsonNode target0 = ours.value(field, key);
                JsonNode source0 = theirs.value(field, key);
                boolean takeSource = resolution == ConflictResolution.PREFER_SOURCE
                        ? !OracleValues.isAbsent(source0)
                        : OracleValues.isAbsent(target0);
                long timestamp = Math.max(time(ours, field, key), time(theirs, field, key));
                decided.add(
                        new ProfileWrite(field, key, (takeSource ? source0 : target0).toString(), timestamp, arrival));
            }
        }
        Set<String> handKept = new TreeSet<>(ours.keys(Field.STATIC));
        handKept.addAll(theirs.keys(Field.STATIC));
        for (String segment : handKept) {
            boolean in = ours.isTrue(Field.STATIC, segment) || theirs.isTrue(Field.STATIC, segment);
            decided.add(new ProfileWrite(Field.STATIC, segment, String.valueOf(in), arrival.millis(), arrival));
        }
        Set<String> tags = new LinkedHashSet<>(ours.tags());
        tags.addAll(theirs.tags());
        decided.add(tagsWrite(tags, arrival));
        return decided;
    }

    private static long time(OracleProfile profile, Field field, String key) {
        return profile.newest(field, key).orElseThrow().timestamp();
    }

    private void action(Happening.Action happening) {
        OracleContact contact = contact(happening.person());
        Arrival arrival = happening.arrival();
        long at = arrival.millis();
        ContactAction action = happening.action();
        if (action instanceof ContactAction.Delete) {
            if (!contact.exists()) {
                return;
            }
            OracleContact next = new OracleContact(contact.root(), contact.generation() + 1);
            contacts.replaceAll((person, old) -> old == contact ? next : old);
            return;
        }
        contact.touch();
        if (action instanceof ContactAction.Update update) {
            update.traits()
                    .fields()
                    .forEachRemaining(trait -> contact.write(
                            Field.TRAIT, trait.getKey(), trait.getValue().toString(), at, arrival));
            update.scores().forEach((name, score) -> contact.write(Field.SCORE, name, number(score), at, arrival));
            tags(contact, update, arrival);
        } else if (action instanceof ContactAction.Subscribe choice) {
            String group = choice.group();
            contact.write(
                    Field.SUBSCRIPTION, group == null ? "" : group, String.valueOf(choice.subscribed()), at, arrival);
        } else if (action instanceof ContactAction.StaticMembership kept) {
            kept.enter().forEach(segment -> contact.write(Field.STATIC, segment, "true", at, arrival));
            kept.leave().forEach(segment -> contact.write(Field.STATIC, segment, "false", at, arrival));
        }
    }

    private static void tags(OracleContact contact, ContactAction.Update update, Arrival arrival) {
        List<String> replacement = update.tags();
        if (replacement == null
                && update.addTags().isEmpty()
                && update.removeTags().isEmpty()) {
            return;
        }
        Set<String> tags = new LinkedHashSet<>(
                replacement == null ? new OracleProfile(contact.writes(), Long.MAX_VALUE).tags() : replacement);
        tags.addAll(update.addTags());
        update.removeTags().forEach(tags::remove);
        contact.writes().add(tagsWrite(tags, arrival));
    }

    private static ProfileWrite tagsWrite(Set<String> tags, Arrival arrival) {
        var list = NODES.arrayNode();
        tags.forEach(list::add);
        return new ProfileWrite(Field.TAGS, "", list.toString(), arrival.millis(), arrival);
    }

    private static String number(@Nullable BigDecimal score) {
        return score == null ? "null" : NODES.numberNode(score).toString();
    }

    private OracleContact contact(Person person) {
        return contacts.computeIfAbsent(person, root -> new OracleContact(root, 0));
    }
}
