package io.millrace.query.path;

import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.time.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which event follows which.
 *
 * @param anchor where a session's path begins or ends; empty for paths from the first event of each session
 * @param fromAnchor whether paths begin at the anchor, else they end there
 * @param depth how many steps a path has at most
 * @param session so long without an event ends a session
 * @param limit how many edges are shown
 * @param filters remove events before anything else
 */
record PathsQuery(
        Optional<Selector> anchor,
        boolean fromAnchor,
        int depth,
        Duration session,
        int limit,
        TimeRange range,
        List<Leaf> filters) {

    static final int DEPTH_MAX = 50;
    static final int LIMIT_MAX = 1_000;

    PathsQuery {
        filters = List.copyOf(filters);
        if (depth < 1 || depth > DEPTH_MAX) {
            throw new IllegalArgumentException("a path has 1 to " + DEPTH_MAX + " steps");
        }
        if (session.isZero()) {
            throw new IllegalArgumentException("a session ends after some time without an event");
        }
    }
}
