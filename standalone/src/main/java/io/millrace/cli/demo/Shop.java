package io.millrace.cli.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The shop's events, day by day. A day depends on the seed and its date alone, so whoever asks for it, whenever, gets the
 * same bytes with the same message ids. Not thread-safe.
 */
final class Shop {

    private static final long DAY_MILLIS = 86_400_000L;

    /** Who signed up longer ago has gone. */
    private static final int REMEMBERED_DAYS = 45;

    private static final int VISITORS_A_DAY = 320;
    private static final double SIGNS_UP = 0.22;
    private static final double BUYS_AT_ONCE = 0.12;
    private static final double BUYS_LATER = 0.09;
    private static final Choice SOURCES =
            new Choice(List.of("organic", "referral", "paid", "social"), List.of(45, 20, 20, 15));

    private final long seed;
    private final Map<Long, List<Contact>> signups = new HashMap<>();

    Shop(long seed) {
        this.seed = seed;
    }

    /** All events of a UTC day in order of time. */
    List<DemoEvent> day(long epochDay) {
        List<DemoEvent> events = new ArrayList<>();
        for (int visitor = 0; visitor < visitors(epochDay); visitor++) {
            events.addAll(newcomer(epochDay, visitor));
        }
        for (long past = epochDay - REMEMBERED_DAYS; past < epochDay; past++) {
            for (Contact contact : signups(past)) {
                events.addAll(comesBack(contact, epochDay));
            }
        }
        events.sort(Comparator.comparingLong(DemoEvent::timestampMillis).thenComparing(DemoEvent::messageId));
        return events;
    }

    private List<DemoEvent> newcomer(long day, int visitor) {
        Random random = random(day, visitor, 0);
        Newcomer drawn = Newcomer.draw(day, visitor, random);
        Visit visit = new Visit(
                id(day, "n" + visitor),
                start(day, random),
                drawn.contact().anonymousId(),
                drawn.contact().source(),
                random);
        visit.looksAround();
        if (drawn.signsUp()) {
            visit.signsUp(drawn.contact());
            if (random.nextDouble() < BUYS_AT_ONCE) {
                visit.buys();
            }
        }
        return visit.events();
    }

    private List<DemoEvent> comesBack(Contact contact, long day) {
        Random random = random(contact.signupDay(), contact.visitor(), day);
        if (random.nextDouble() >= contact.returns(day) * DailyRhythm.share(LocalDate.ofEpochDay(day))) {
            return List.of();
        }
        String id = id(day, "r" + contact.signupDay() + "_" + contact.visitor());
        Visit visit = new Visit(id, start(day, random), contact.anonymousId(), "organic", random);
        visit.knownAs(contact.userId());
        visit.logsIn();
        visit.looksAround();
        if (random.nextDouble() < BUYS_LATER) {
            visit.buys();
        }
        return visit.events();
    }

    private List<Contact> signups(long day) {
        return signups.computeIfAbsent(day, this::drawSignups);
    }

    private List<Contact> drawSignups(long day) {
        List<Contact> contacts = new ArrayList<>();
        for (int visitor = 0; visitor < visitors(day); visitor++) {
            Newcomer drawn = Newcomer.draw(day, visitor, random(day, visitor, 0));
            if (drawn.signsUp()) {
                contacts.add(drawn.contact());
            }
        }
        return contacts;
    }

    private int visitors(long day) {
        double share = DailyRhythm.share(LocalDate.ofEpochDay(day));
        return (int)
                Math.round(VISITORS_A_DAY * share * (0.9 + random(day, -1, 0).nextDouble() / 5));
    }

    private String id(long day, String visit) {
        return "demo-" + seed + "-" + day + "-" + visit;
    }

    private static long start(long day, Random random) {
        return day * DAY_MILLIS + DailyRhythm.secondOfDay(random) * 1_000L + random.nextInt(1_000);
    }

    /** A generator of its own for everything that is drawn together, so that nothing depends on the order of asking. */
    private Random random(long a, long b, long c) {
        long mixed = seed;
        for (long part : new long[] {a, b, c}) {
            mixed = (mixed ^ part) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        return new Random(mixed);
    }

    /** Somebody who comes for the first time: who they would be, and whether they sign up. */
    private record Newcomer(Contact contact, boolean signsUp) {
        static Newcomer draw(long day, int visitor, Random random) {
            Contact contact = Contact.draw(day, visitor, SOURCES.draw(random), random);
            return new Newcomer(contact, random.nextDouble() < SIGNS_UP);
        }
    }
}
