package io.millrace.query.path;

import io.millrace.query.sequence.Sequence;

/**
 * Finds the steps of one contact's paths. Its events are cut into sessions; each session has one path: from its first
 * event, from its first anchor, or to its last anchor, of the last steps before it. Pure.
 */
final class Walk {

    private final PathsQuery query;
    private final Nodes nodes;

    /** Takes steps, counted from 1 along the path. */
    interface Steps {
        void step(int step, int from, int to, long millis);
    }

    Walk(PathsQuery query, Nodes nodes) {
        this.query = query;
        this.nodes = nodes;
    }

    /** @param events in order, each with the number of its signed text */
    void of(Sequence events, Steps steps) {
        int begin = 0;
        for (int i = 1; i <= events.size(); i++) {
            if (i == events.size()
                    || events.at(i) - events.at(i - 1) >= query.session().toMillis()) {
                session(events, begin, i, steps);
                begin = i;
            }
        }
    }

    private void session(Sequence events, int begin, int end, Steps steps) {
        int first = begin;
        int last = end - 1;
        if (query.anchor().isPresent()) {
            int anchor = anchor(events, begin, end);
            if (anchor < 0) {
                return;
            }
            if (query.fromAnchor()) {
                first = anchor;
            } else {
                last = anchor;
                first = Math.max(begin, last - query.depth());
            }
        }
        last = Math.min(last, first + query.depth());
        for (int i = first; i < last; i++) {
            steps.step(
                    i - first + 1,
                    nodes.number(events.kind(i)),
                    nodes.number(events.kind(i + 1)),
                    events.at(i + 1) - events.at(i));
        }
    }

    /** The session's first anchor or, if paths end there, its last; -1 if it has none. */
    private int anchor(Sequence events, int begin, int end) {
        int found = -1;
        for (int i = begin; i < end; i++) {
            if (nodes.isAnchor(events.kind(i))) {
                found = i;
                if (query.fromAnchor()) {
                    break;
                }
            }
        }
        return found;
    }
}
