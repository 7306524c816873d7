package io.millrace.query.question;

import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.util.Set;

/** Whether the segments that queries name are there. Thread-safe. */
public final class KnownSegments {

    private final Definitions definitions;

    public KnownSegments(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Ends the request with 404 if one of the segments is none of the workspace's. */
    public void require(Set<String> segments, String workspace) {
        for (String segment : segments) {
            if (!isThere(workspace, segment)) {
                throw Problem.notFound("segment " + segment).exception();
            }
        }
    }

    private boolean isThere(String workspace, String segment) {
        return !segment.isEmpty()
                && segment.indexOf('/') < 0
                && definitions
                        .get(new Definition.Key(Definition.Kind.SEGMENT, workspace, segment))
                        .isPresent();
    }
}
