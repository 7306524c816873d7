package io.millrace.standalone.up;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Who is in "at least n logins in seven days" and when, worked out by trying every instant at which anything can change.
 *
 * @param atLeast n
 */
record LoginOracle(int atLeast) {

    static final long WINDOW_MILLIS = Duration.ofDays(7).toMillis();
    private static final long LATE_MILLIS = 60_000;

    /** A login as one person's own. */
    record Login(long timestamp, long arrival, long ownFrom) {
        /** @param ownFrom when it became the person's: its arrival, or later that of a link */
        Login {
            if (ownFrom < arrival) {
                throw new IllegalArgumentException("nothing is anybody's before it arrives");
            }
        }
    }

    /** Each as {@code entered 12 event}, in order; the rule is in force from an instant on. */
    List<String> changes(List<Login> logins, long fromMillis, long throughMillis) {
        TreeSet<Long> instants = new TreeSet<>(List.of(fromMillis));
        for (Login login : logins) {
            instants.add(login.ownFrom());
            instants.add(login.timestamp() + WINDOW_MILLIS);
        }
        List<String> changes = new ArrayList<>();
        boolean in = false;
        for (long instant : instants.subSet(fromMillis, true, throughMillis, true)) {
            boolean now = in(logins, instant, instant);
            if (now != in) {
                changes.add((now ? "entered " : "exited ") + instant + " " + cause(logins, instant, fromMillis));
                in = now;
            }
        }
        return changes;
    }

    /** @param knownMillis nothing is known but what was the person's by then */
    boolean in(List<Login> logins, long atMillis, long knownMillis) {
        return logins.stream()
                        .filter(login -> login.ownFrom() <= knownMillis)
                        .filter(login -> login.timestamp() <= atMillis && atMillis < login.timestamp() + WINDOW_MILLIS)
                        .count()
                >= atLeast;
    }

    /** Of those that lives in this test can have: no instant of theirs is both an arrival and an expiry. */
    private static String cause(List<Login> logins, long instant, long fromMillis) {
        if (instant == fromMillis) {
            return "edit";
        }
        for (Login login : logins) {
            if (login.ownFrom() == instant) {
                return login.arrival() != instant
                        ? "merge"
                        : login.arrival() - login.timestamp() > LATE_MILLIS ? "late_event" : "event";
            }
        }
        return "expiry";
    }
}
