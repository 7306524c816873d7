package io.millrace.core.audience;

/**
 * One write to the profile, also one that lost to a newer value: of all of these, the profile as of any instant follows.
 *
 * @param key a trait's name, a score's, a group's (empty: all groups), a hand-kept segment's id; empty for tags
 * @param value JSON text; {@code null} removes
 * @param timestamp the event's time; for changes by the API the arrival
 */
public record ProfileWrite(Field field, String key, String value, long timestamp, Arrival arrival) {

    /** What part of the profile is written. The text stands in tables and never changes. */
    public enum Field {
        TRAIT("trait"),
        /** The whole list. */
        TAGS("tags"),
        SCORE("score"),
        /** {@code true} joined, {@code false} left; for the empty key it resets every choice. */
        SUBSCRIPTION("subscription"),
        /** {@code true} in, {@code false} out. */
        STATIC("static");

        private final String text;

        Field(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
