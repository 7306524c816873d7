package io.millrace.core.audience;

import io.millrace.core.rule.TimeScope;

/**
 * A scope as conditions use it: an event that is known has entered already, so all that is left to ask is when it leaves.
 * The later of two events never leaves before the earlier one.
 */
abstract class Window {

    static final long NEVER = Long.MAX_VALUE;

    /** Longer than any local day, and any shift between zones, so that a change of zone finds the events of its day. */
    private static final long DAYS_KEPT_MILLIS = 48 * 3_600_000L;

    /** The first instant at which an event of {@code timestamp} is outside; at most the frame's if it is outside now. */
    abstract long leaves(long timestamp, Frame frame);

    /** Whether an event may be inside at {@code now} or later. */
    boolean keeps(long timestamp, long now) {
        return true;
    }

    /** Whether events of this time are ever inside. */
    boolean admits(long timestamp) {
        return true;
    }

    /** Whether nothing ever leaves. */
    boolean endless() {
        return false;
    }

    /** Whether the contact's zone matters. */
    boolean local() {
        return false;
    }

    boolean inside(long timestamp, Frame frame) {
        return leaves(timestamp, frame) > frame.now();
    }

    static Window of(TimeScope scope) {
        return scope.accept(new TimeScope.Visitor<>() {
            @Override
            public Window allTime(TimeScope.AllTime allTime) {
                return new Endless(Long.MIN_VALUE, Long.MAX_VALUE);
            }

            @Override
            public Window sliding(TimeScope.Sliding sliding) {
                return new Sliding(sliding.millis());
            }

            @Override
            public Window today(TimeScope.Today today) {
                return new Today();
            }

            @Override
            public Window between(TimeScope.Between between) {
                Long since = between.since();
                Long until = between.until();
                return new Endless(since == null ? Long.MIN_VALUE : since, until == null ? Long.MAX_VALUE : until);
            }
        });
    }

    private static final class Endless extends Window {
        private final long since;
        private final long until;

        Endless(long since, long until) {
            this.since = since;
            this.until = until;
        }

        @Override
        long leaves(long timestamp, Frame frame) {
            return NEVER;
        }

        @Override
        boolean admits(long timestamp) {
            return since <= timestamp && timestamp < until;
        }

        @Override
        boolean endless() {
            return true;
        }
    }

    private static final class Sliding extends Window {
        private final long millis;

        Sliding(long millis) {
            this.millis = millis;
        }

        @Override
        long leaves(long timestamp, Frame frame) {
            return timestamp + millis;
        }

        @Override
        boolean keeps(long timestamp, long now) {
            return timestamp + millis > now;
        }
    }

    private static final class Today extends Window {
        @Override
        long leaves(long timestamp, Frame frame) {
            return timestamp >= frame.dayStart() ? frame.dayEnd() : Long.MIN_VALUE;
        }

        @Override
        boolean keeps(long timestamp, long now) {
            return timestamp + DAYS_KEPT_MILLIS > now;
        }

        @Override
        boolean local() {
            return true;
        }
    }
}
