package io.millrace.core.campaign;

import io.millrace.core.rule.Path;

/** Where a date is read: a trait of the contact, or a property of the event that started the run. */
public record DateField(Source source, Path path) {

    /** Whose field it is. */
    public enum Source {
        TRAIT("traits."),
        TRIGGER_PROPERTY("trigger.properties.");

        private final String prefix;

        Source(String prefix) {
            this.prefix = prefix;
        }

        public String prefix() {
            return prefix;
        }
    }

    /** As graphs spell it: {@code traits.renews_at}. */
    @Override
    public String toString() {
        return source.prefix + path;
    }
}
