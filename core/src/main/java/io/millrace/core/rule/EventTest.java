package io.millrace.core.rule;

import java.math.BigDecimal;
import java.util.List;

/** What the events of a condition must amount to. */
public sealed interface EventTest {

    <R> R accept(Visitor<R> visitor);

    /** One method a test, and no default. */
    interface Visitor<R> {
        R count(Count test);

        R aggregate(Aggregate test);

        R age(Age test);

        R lastWhere(LastWhere test);

        R notFollowedBy(NotFollowedBy test);
    }

    /** How many; over nothing 0. Of comparisons all but {@code NEQ}. */
    record Count(Comparison comparison, long value) implements EventTest {
        public Count {
            if (value < 0) {
                throw new IllegalArgumentException("a count is not negative, found " + value);
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.count(this);
        }
    }

    /**
     * A number over a property of the events. Values that are no numbers are left out; {@code DISTINCT} counts different
     * values and leaves out absent ones. {@code SUM} and {@code DISTINCT} over nothing are 0; {@code AVG}, {@code MIN}
     * and {@code MAX} over nothing are false whatever they are compared with. Of comparisons all but {@code NEQ}.
     */
    record Aggregate(Function function, Path property, Comparison comparison, BigDecimal value) implements EventTest {

        /** What is made of the values. */
        public enum Function {
            SUM,
            AVG,
            MIN,
            MAX,
            DISTINCT
        }

        public Aggregate {
            value = value.stripTrailingZeros();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.aggregate(this);
        }
    }

    /** How old the first or last event is; false if there is none. With its time {@code d}, as {@link ValueTest.DateWindow}. */
    record Age(Edge edge, boolean withinLast, long millis) implements EventTest {

        /** The oldest or the newest event. */
        public enum Edge {
            FIRST,
            LAST
        }

        public Age {
            Durations.requirePositive(millis);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.age(this);
        }
    }

    /** The newest event (of equally new ones the later arrival) passes all tests; false if there is none. */
    record LastWhere(List<EventPattern.PropertyTest> tests) implements EventTest {
        public LastWhere {
            tests = List.copyOf(tests);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.lastWhere(this);
        }
    }

    /**
     * The newest event is at least {@code withinMillis} old and no event of the other pattern came after it, however
     * late; one at the same instant is not after it.
     */
    record NotFollowedBy(EventPattern other, long withinMillis) implements EventTest {
        public NotFollowedBy {
            Durations.requirePositive(withinMillis);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notFollowedBy(this);
        }
    }
}
