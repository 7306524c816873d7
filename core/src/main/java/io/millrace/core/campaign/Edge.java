package io.millrace.core.campaign;

import org.jspecify.annotations.Nullable;

/**
 * A way from one node to another.
 *
 * @param when which of the ways out of {@code from} it is; null if that has only one
 */
public record Edge(String from, String to, @Nullable String when) {

    public static Edge of(String from, String to) {
        return new Edge(from, to, null);
    }
}
