package io.millrace.core.campaign;

import io.millrace.core.rule.EventPattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What makes contacts enter. */
public sealed interface TriggerOn {

    <R> R accept(Visitor<R> visitor);

    /** One method a kind, and no default. */
    interface Visitor<R> {
        R event(Event on);

        R segmentEntry(SegmentEntry on);

        R segmentExit(SegmentExit on);

        R scheduled(Scheduled on);

        R manual(Manual on);
    }

    /** An event of the contact arrives. */
    record Event(EventPattern event) implements TriggerOn {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.event(this);
        }
    }

    /** The contact enters a segment. */
    record SegmentEntry(String segment) implements TriggerOn {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.segmentEntry(this);
        }
    }

    /** The contact leaves a segment. */
    record SegmentExit(String segment) implements TriggerOn {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.segmentExit(this);
        }
    }

    /**
     * The members of a segment enter at an instant, or again and again from it on.
     *
     * @param at null: as soon as the campaign is activated
     * @param every null: once; always at the same local time of the workspace; needs {@code at}
     */
    record Scheduled(@Nullable ScheduledAt at, String segment, @Nullable Every every) implements TriggerOn {

        /** The period, in days of the calendar. */
        public enum Every {
            DAY,
            WEEK,
            MONTH;

            /** As graphs spell it: {@code day}. */
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public Scheduled {
            if (every != null && at == null) {
                throw new IllegalArgumentException("what is repeated needs an instant from which on");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scheduled(this);
        }
    }

    /** Contacts are enrolled by hand or over the API. */
    record Manual() implements TriggerOn {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.manual(this);
        }
    }
}
