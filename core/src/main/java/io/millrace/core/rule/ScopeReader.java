package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads {@code window}, or {@code since} and {@code until}. */
final class ScopeReader {

    private static final String WINDOW = Durations.EXPECTED + ", or today";

    private ScopeReader() {}

    static @Nullable TimeScope read(Fields leaf) {
        JsonNode window = leaf.optional("window");
        JsonNode since = leaf.optional("since");
        JsonNode until = leaf.optional("until");
        if (window != null && (since != null || until != null)) {
            leaf.reading().invalid(leaf.at("window"), window, "either window, or since and until");
            return null;
        }
        if (window != null) {
            return window(window, leaf);
        }
        return since == null && until == null ? new TimeScope.AllTime() : between(since, until, leaf);
    }

    private static @Nullable TimeScope window(JsonNode window, Fields leaf) {
        if (window.isTextual() && window.textValue().equals("today")) {
            return new TimeScope.Today();
        }
        if (!window.isTextual() || Durations.parse(window.textValue()).orElse(0) <= 0) {
            leaf.reading().fault(leaf.at("window"), window.isTextual() ? "invalid" : "wrong_type", window, WINDOW);
            return null;
        }
        return new TimeScope.Sliding(Durations.parse(window.textValue()).getAsLong());
    }

    private static @Nullable TimeScope between(@Nullable JsonNode since, @Nullable JsonNode until, Fields leaf) {
        Long from = Literals.instant(since, leaf.at("since"), leaf.reading());
        Long to = Literals.instant(until, leaf.at("until"), leaf.reading());
        if ((since != null && from == null) || (until != null && to == null)) {
            return null;
        }
        if (from != null && to != null && from >= to) {
            leaf.reading().invalid(leaf.at("until"), until, "an instant after since");
            return null;
        }
        return new TimeScope.Between(from, to);
    }
}
