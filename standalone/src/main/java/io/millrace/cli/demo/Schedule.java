package io.millrace.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** The shop's events from an instant on, without end, in order of time. Used by one thread. */
final class Schedule {

    private static final long DAY_MILLIS = 86_400_000L;

    private final Shop shop;
    private final long fromMillis;
    private final Deque<DemoEvent> due = new ArrayDeque<>();
    private long nextDay;

    Schedule(Shop shop, long fromMillis) {
        this.shop = shop;
        this.fromMillis = fromMillis;
        this.nextDay = Math.floorDiv(fromMillis, DAY_MILLIS);
    }

    /** The next event, which stays the next until it is taken. */
    DemoEvent peek() {
        while (due.isEmpty()) {
            shop.day(nextDay).stream()
                    .filter(event -> event.timestampMillis() >= fromMillis)
                    .forEach(due::add);
            nextDay++;
        }
        return due.getFirst();
    }

    DemoEvent take() {
        DemoEvent next = peek();
        due.removeFirst();
        return next;
    }
}
