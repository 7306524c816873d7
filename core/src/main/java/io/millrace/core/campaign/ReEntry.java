package io.millrace.core.campaign;

import io.millrace.core.rule.Path;

/** Whether a contact that has entered may enter again. */
public sealed interface ReEntry {

    <R> R accept(Visitor<R> visitor);

    /** One method a kind, and no default. */
    interface Visitor<R> {
        R never(Never reEntry);

        R afterExit(AfterExit reEntry);

        R everyEvent(EveryEvent reEntry);

        R perKey(PerKey reEntry);

        R cooldown(Cooldown reEntry);
    }

    /** One run a contact. */
    record Never() implements ReEntry {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.never(this);
        }
    }

    /** As soon as the run before has ended. */
    record AfterExit() implements ReEntry {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.afterExit(this);
        }
    }

    /** Whenever the trigger fires; runs may overlap. */
    record EveryEvent() implements ReEntry {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.everyEvent(this);
        }
    }

    /** One run for each value of a property of the trigger's event, ever. */
    record PerKey(Path property) implements ReEntry {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.perKey(this);
        }
    }

    /** So long after the last entry, and never two runs at once. */
    record Cooldown(Elapsed duration) implements ReEntry {
        public Cooldown {
            CampaignSettings.requirePositive(duration);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cooldown(this);
        }
    }
}
