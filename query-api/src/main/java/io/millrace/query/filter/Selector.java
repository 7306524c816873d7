package io.millrace.query.filter;

import java.util.List;

/**
 * Which events are meant: by name, and by filters that must all hold.
 *
 * @param text a name, a prefix {@code video_*}, or {@code *} for any track, page or screen event
 */
public record Selector(String text, List<Leaf> filters) {

    public static final Selector ANY = new Selector("*", List.of());

    public Selector {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an event's name is not empty");
        }
        filters = List.copyOf(filters);
    }

    public static Selector named(String text) {
        return new Selector(text, List.of());
    }

    boolean isAny() {
        return text.equals("*");
    }

    boolean isPrefix() {
        return text.endsWith("*") && !isAny();
    }

    String prefix() {
        return text.substring(0, text.length() - 1);
    }
}
