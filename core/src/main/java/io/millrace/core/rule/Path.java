package io.millrace.core.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dotted path into nested objects, {@code address.city}; its first part names the trait or property itself. */
public record Path(List<String> parts) {

    public Path {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a path has parts, and none of them is empty");
        }
    }

    public static Path of(String dotted) {
        return new Path(List.of(dotted.split("\\.", -1)));
    }

    /** Null if a part is empty. */
    public static @Nullable Path parse(String dotted) {
        List<String> parts = List.of(dotted.split("\\.", -1));
        return parts.contains("") ? null : new Path(parts);
    }

    public String first() {
        return parts.get(0);
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
