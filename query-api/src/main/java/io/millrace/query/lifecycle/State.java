package io.millrace.query.lifecycle;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a contact is in a bucket. */
enum State {
    /** Active, for the first time ever. */
    NEW,
    /** Active, and in the bucket before as well. */
    RETURNING,
    /** Active, not in the bucket before, but earlier. */
    RESURRECTING,
    /** Not active, but in the bucket before. */
    DORMANT;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Map<String, State> byText() {
        Map<String, State> all = new LinkedHashMap<>();
        for (State state : values()) {
            all.put(state.text(), state);
        }
        return all;
    }
}
