package io.millrace.core.campaign;

import org.jspecify.annotations.Nullable;

/** An edge as far as it could be read: what is null is at fault, but for {@code when}. */
record PlacedEdge(String pointer, @Nullable String from, @Nullable String to, @Nullable String when) {

    @Nullable
    Edge edge() {
        return from == null || to == null ? null : new Edge(from, to, when);
    }
}
