package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a trait, a score or a property must be. Values are JSON texts, numbers or booleans; {@link Values} says how they
 * compare.
 */
public sealed interface ValueTest {

    <R> R accept(Visitor<R> visitor);

    /** One method a test, and no default. */
    interface Visitor<R> {
        R compare(Compare test);

        R contains(Contains test);

        R in(In test);

        R exists(Exists test);

        R date(DateWindow test);

        R held(Held test);
    }

    /** Against one value; {@code neq} holds for what is absent, the others do not. */
    record Compare(Comparison comparison, JsonNode value) implements ValueTest {
        public Compare {
            value = Values.canonical(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.compare(this);
        }
    }

    /** A part of a text (case ignored), or an element of a list (exactly); {@code negated} holds for what is absent. */
    record Contains(JsonNode value, boolean negated) implements ValueTest {
        public Contains {
            value = Values.canonical(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.contains(this);
        }
    }

    /** Equals one of the values; {@code negated} holds for what is absent. */
    record In(List<JsonNode> values, boolean negated) implements ValueTest {
        public In {
            values = values.stream().map(Values::canonical).toList();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.in(this);
        }
    }

    /** There, or not there; an empty text and null are not there, {@code 0} and {@code false} are. */
    record Exists(boolean negated) implements ValueTest {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exists(this);
        }
    }

    /** A date against now; true and false by time alone. Not in {@code where}. */
    record DateWindow(Kind kind, long millis) implements ValueTest {

        /** With now {@code t}, the date {@code d}, the duration {@code w}. */
        public enum Kind {
            /** {@code d <= t < d + w}. */
            WITHIN_LAST,
            /** {@code d - w <= t < d}. */
            WITHIN_NEXT,
            /** {@code t >= d + w}. */
            OLDER_THAN
        }

        public DateWindow {
            Durations.requirePositive(millis);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.date(this);
        }
    }

    /**
     * Has this value, and has had it without a break since {@code s}: {@code t - s >= millis} if {@code atLeast}, else
     * {@code t - s < millis}. Of traits only.
     */
    record Held(JsonNode value, boolean atLeast, long millis) implements ValueTest {
        public Held {
            value = Values.canonical(value);
            Durations.requirePositive(millis);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.held(this);
        }
    }
}
