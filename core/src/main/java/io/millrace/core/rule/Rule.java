package io.millrace.core.rule;

import java.util.List;

/**
 * A rule of a segment, or of a campaign. The tree is immutable and valid by construction; {@link RuleParser} makes it from JSON. Two rules
 * that are equal as records are the same rule. A new kind of node breaks every {@link Visitor} at compile time.
 */
public sealed interface Rule {

    <R> R accept(Visitor<R> visitor);

    /** One method a node, and no default. */
    interface Visitor<R> {
        R and(And rule);

        R or(Or rule);

        R not(Not rule);

        R trait(Trait rule);

        R score(Score rule);

        R tag(Tag rule);

        R segment(Segment rule);

        R subscription(Subscription rule);

        R events(Events rule);

        R sequence(Sequence rule);

        R bucket(Bucket rule);

        R triggerProperty(TriggerProperty rule);
    }

    /** All of them; of none: everyone. */
    record And(List<Rule> conditions) implements Rule {
        public And {
            conditions = List.copyOf(conditions);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.and(this);
        }
    }

    /** At least one of them; of none: nobody. */
    record Or(List<Rule> conditions) implements Rule {
        public Or {
            conditions = List.copyOf(conditions);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.or(this);
        }
    }

    record Not(Rule condition) implements Rule {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.not(this);
        }
    }

    /** A trait passes a test. */
    record Trait(Path path, ValueTest test) implements Rule {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.trait(this);
        }
    }

    /** A score passes a test: the six comparisons, and {@code exists}, {@code not_exists}. */
    record Score(String name, ValueTest test) implements Rule {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.score(this);
        }
    }

    /** Has the tag, or has it not. */
    record Tag(String tag, boolean has) implements Rule {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tag(this);
        }
    }

    /** Is in another segment, hand-kept or not, or is not in it. */
    record Segment(String id, boolean in) implements Rule {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.segment(this);
        }
    }

    /**
     * The choice about a subscription group: {@code subscribed} = joined, or no choice in an opt-out group; not
     * {@code subscribed} = left explicitly.
     */
    record Subscription(String group, boolean subscribed) implements Rule {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.subscription(this);
        }
    }

    /** A test over the events that the pattern names and that lie in the scope. */
    record Events(EventPattern pattern, TimeScope scope, EventTest test) implements Rule {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.events(this);
        }
    }

    /** Each step strictly after the one before, the last at most {@code withinMillis} after the first. */
    record Sequence(List<EventPattern> steps, long withinMillis) implements Rule {

        /** A set of steps fits into an int, with room for a sign. */
        public static final int STEPS_MAX = 30;

        public Sequence {
            steps = List.copyOf(steps);
            if (steps.size() < 2 || steps.size() > STEPS_MAX) {
                throw new IllegalArgumentException(
                        "a sequence has 2 to " + STEPS_MAX + " steps, found " + steps.size());
            }
            Durations.requirePositive(withinMillis);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sequence(this);
        }
    }

    /** The contact's bucket for this salt lies below the percentage; see {@link Buckets}. */
    record Bucket(double percent, String salt) implements Rule {
        public Bucket {
            if (!(percent >= 0 && percent <= 100)) {
                throw new IllegalArgumentException("a percentage lies between 0 and 100, found " + percent);
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bucket(this);
        }
    }

    /**
     * A property of the event that started a campaign's run passes a test of traits. Absent in a run that no event started;
     * held since that event arrived. Of campaigns only: no segment's rule has it.
     */
    record TriggerProperty(Path path, ValueTest test) implements Rule {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.triggerProperty(this);
        }

        /** For those who interpret segments' rules. */
        public IllegalStateException outsideCampaign() {
            return new IllegalStateException("a rule outside of a campaign names trigger.properties." + path);
        }
    }
}
