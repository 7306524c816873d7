package io.millrace.core.audience;

import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.EventTest.Aggregate.Function;
import io.millrace.core.rule.Rule;

/** Chooses what a condition keeps, by its test and scope. */
final class LeafForms {

    /** The bit of {@link LeafEvent#roles} for an event of the condition's own pattern. */
    static final int PATTERN = 1;

    /** The bit for {@code last_where}: passes the tests; for {@code not_followed_by}: is the other event. */
    static final int OTHER = 2;

    private LeafForms() {}

    static LeafForm of(Rule.Sequence sequence, EngineOptions options) {
        return new Steps.Form(sequence.steps().size(), sequence.withinMillis(), options.maxEntries());
    }

    static LeafForm of(Rule.Events events, EngineOptions options) {
        Window window = Window.of(events.scope());
        return events.test().accept(new EventTest.Visitor<>() {
            @Override
            public LeafForm count(EventTest.Count test) {
                return window.endless() ? new AllCount.Form(test) : new WindowCount.Form(test, window);
            }

            @Override
            public LeafForm aggregate(EventTest.Aggregate test) {
                Function function = test.function();
                return switch (function) {
                    case SUM, AVG -> new WindowSum.Form(test, window, options.maxEntries());
                    case MIN, MAX -> new Extreme.Form(test, window);
                    case DISTINCT -> new DistinctValues.Form(test, window, options.maxEntries());
                };
            }

            @Override
            public LeafForm age(EventTest.Age test) {
                boolean oneTime = test.edge() == EventTest.Age.Edge.LAST || window.endless();
                return oneTime ? new EdgeAge.Form(test, window) : new FirstAge.Form(test, window, options.maxEntries());
            }

            @Override
            public LeafForm lastWhere(EventTest.LastWhere test) {
                return new NewestPasses.Form(window);
            }

            @Override
            public LeafForm notFollowedBy(EventTest.NotFollowedBy test) {
                return new Unanswered.Form(test.withinMillis(), window);
            }
        });
    }
}
