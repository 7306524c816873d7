package io.millrace.core.simulate;

import io.millrace.core.event.Person;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who is in which segment, sorted by name. A list that has not changed is the same list. Used by one thread. */
final class MemberLists {

    private final Map<String, SortedSet<Person>> members = new TreeMap<>(CodePointOrder.INSTANCE);
    private final Map<String, List<String>> lists = new HashMap<>();

    /** @param segments every one that may ever have members */
    MemberLists(Collection<String> segments) {
        segments.forEach(segment -> members.put(segment, new TreeSet<>(Change.BY_NAME)));
    }

    void change(Change change) {
        SortedSet<Person> all = members.computeIfAbsent(change.segment(), name -> new TreeSet<>(Change.BY_NAME));
        if (change.entered() ? all.add(change.contact()) : all.remove(change.contact())) {
            lists.remove(change.segment());
        }
    }

    /** Per segment the names of its members as of now. */
    Map<String, List<String>> asOfNow() {
        Map<String, List<String>> now = new TreeMap<>(CodePointOrder.INSTANCE);
        members.forEach((segment, contacts) -> now.put(segment, lists.computeIfAbsent(segment, name -> contacts.stream()
                .map(Person::id)
                .toList())));
        return now;
    }
}
