package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.Timestamps;
import io.millrace.query.explain.Explanations;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Says why a contact is in a segment at an instant, or is not: now, unless told. Called by many threads at once. */
final class ExplainHandler implements RouteHandler {

    private static final List<String> PARAMETERS = List.of("contact", "at");

    /** Instants that rules can be judged at. */
    private static final long LATEST = 7_258_118_400_000L;

    private final SegmentEditor editor;
    private final SegmentAudience audience;
    private final Explanations explanations;

    ExplainHandler(SegmentEditor editor, SegmentAudience audience, Explanations explanations) {
        this.editor = editor;
        this.audience = audience;
        this.explanations = explanations;
    }

    @Override
    public Reply answer(Call call) {
        String workspace = call.ownWorkspace().id();
        SegmentVersion segment = editor.found(workspace, call.inPath("id"));
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        Optional<String> contact = call.parameter("contact");
        if (contact.isEmpty()) {
            faults.required("contact", "a contact's id, external id or anonymous id is needed");
        }
        long at = at(call, faults);
        faults.throwIfAny();
        return Reply.json(
                200,
                explanations.of(workspace, audience.rules(call.ownWorkspace()), segment.id(), contact.orElse(""), at));
    }

    /** The plus of an offset arrives as a space where a client did not encode it. */
    private static long at(Call call, Faults faults) {
        Optional<String> text = call.parameter("at");
        if (text.isEmpty()) {
            return call.at().toEpochMilli();
        }
        OptionalLong millis = Timestamps.parse(text.get().replace(' ', '+'));
        if (millis.isEmpty() || millis.getAsLong() < 0 || millis.getAsLong() > LATEST) {
            faults.invalid("at", TextNode.valueOf(text.get()), "an instant between 1970 and 2200");
            return 0;
        }
        return millis.getAsLong();
    }
}
