package io.millrace.core.campaign;

import io.millrace.core.rule.Durations;
import java.util.OptionalLong;

/**
 * Elapsed time, with the text in which somebody wrote it: who wrote {@code 24h} reads {@code 24h} again, not {@code 1d}.
 *
 * @param text a whole number and one of {@code ms s m h d w}
 * @param millis negative only where an offset is meant
 */
public record Elapsed(String text, long millis) {

    public Elapsed {
        OptionalLong said = Durations.parse(text);
        if (said.isEmpty() || said.getAsLong() != millis) {
            throw new IllegalArgumentException(text + " are not " + millis + " ms");
        }
    }

    /** @throws IllegalArgumentException if the text is no duration */
    public static Elapsed of(String text) {
        return new Elapsed(
                text, Durations.parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is no duration")));
    }

    public boolean isZero() {
        return millis == 0;
    }
}
