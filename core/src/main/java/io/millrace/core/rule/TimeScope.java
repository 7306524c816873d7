package io.millrace.core.rule;

import org.jspecify.annotations.Nullable;

/** Which part of time a test looks at. */
public sealed interface TimeScope {

    <R> R accept(Visitor<R> visitor);

    /** One method a scope, and no default. */
    interface Visitor<R> {
        R allTime(AllTime scope);

        R sliding(Sliding scope);

        R today(Today scope);

        R between(Between scope);
    }

    record AllTime() implements TimeScope {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.allTime(this);
        }
    }

    /** An event at {@code ts} is inside at {@code t} iff {@code ts <= t < ts + millis}. */
    record Sliding(long millis) implements TimeScope {
        public Sliding {
            Durations.requirePositive(millis);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sliding(this);
        }
    }

    /** The local day of now, in the contact's zone ({@code traits.timezone}), else the workspace's. */
    record Today() implements TimeScope {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.today(this);
        }
    }

    /** From {@code since}, which counts, until {@code until}, which does not; in epoch milliseconds, null is open. */
    record Between(@Nullable Long since, @Nullable Long until) implements TimeScope {
        public Between {
            if (since == null && until == null) {
                throw new IllegalArgumentException("since or until is needed");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.between(this);
        }
    }
}
