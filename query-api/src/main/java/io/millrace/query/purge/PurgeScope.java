package io.millrace.query.purge;

import io.millrace.query.filter.SqlValues;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What belongs to a deleted contact, in numbers as tables have them.
 *
 * @param contacts it and all that were merged into it
 * @param arrivals of its persons
 */
record PurgeScope(Set<BigInteger> contacts, List<Arrivals> arrivals) {

    /**
     * What arrived of a person while it was the contact's.
     *
     * @param fromMillis inclusive
     * @param untilMillis exclusive
     */
    record Arrivals(BigInteger person, long fromMillis, long untilMillis) {}

    PurgeScope {
        contacts = Set.copyOf(contacts);
        arrivals = List.copyOf(arrivals);
        if (contacts.isEmpty()) {
            throw new IllegalArgumentException("a purge is of at least one contact");
        }
    }

    /** A condition on a table with column {@code contact}. */
    String ofContacts(SqlValues values) {
        return "contact IN (" + numbers(contacts, values) + ")";
    }

    /** A condition on a table with columns {@code person} and {@code received_at}. */
    String ofArrivals(SqlValues values) {
        return any(arrivals.stream()
                .map(arrival -> "person = " + number(arrival.person(), values)
                        + " AND received_at >= fromUnixTimestamp64Milli(" + values.whole(arrival.fromMillis())
                        + ") AND received_at < fromUnixTimestamp64Milli(" + values.whole(arrival.untilMillis()) + ")")
                .toList());
    }

    /** A condition on table {@code identities}: what it says of the time before the deletion. */
    String ofSlices(SqlValues values) {
        return ofContacts(values) + " OR "
                + any(arrivals.stream()
                        .map(arrival -> "person = " + number(arrival.person(), values) + " AND from_ms >= "
                                + values.whole(arrival.fromMillis()) + " AND from_ms < "
                                + values.whole(arrival.untilMillis()))
                        .toList());
    }

    /** A condition on table {@code identities}: what it says of the persons from the deletion on. */
    String ofSuccessors(SqlValues values) {
        return any(arrivals.stream()
                .map(arrival -> "person = " + number(arrival.person(), values) + " AND from_ms = "
                        + values.whole(arrival.untilMillis()))
                .toList());
    }

    static String number(BigInteger number, SqlValues values) {
        return "toUInt128(" + values.text(number.toString()) + ")";
    }

    static String numbers(Collection<BigInteger> numbers, SqlValues values) {
        return new TreeSet<>(numbers)
                .stream().map(number -> number(number, values)).collect(Collectors.joining(", "));
    }

    private static String any(List<String> conditions) {
        return conditions.isEmpty()
                ? "false"
                : conditions.stream()
                        .map(condition -> "(" + condition + ")")
                        .collect(Collectors.joining(" OR ", "(", ")"));
    }
}
