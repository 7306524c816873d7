package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.CreatedPage;
import io.millrace.query.request.Faults;
import io.millrace.query.write.CreatedOnce;
import java.util.List;
import java.util.Map;

/** Creates, lists, shows, edits and deletes segments. Called by many threads at once. */
final class SegmentsHandler {

    private static final List<String> LIST_PARAMETERS = List.of("limit", "cursor");
    private static final String CURSOR = "s1";

    private final Segments segments;
    private final SegmentEditor editor;
    private final SegmentParser parser;
    private final CreatedOnce createdOnce;
    private final Settling settling;
    private final ContactCounts counts;

    SegmentsHandler(
            Segments segments,
            SegmentEditor editor,
            SegmentParser parser,
            CreatedOnce createdOnce,
            Settling settling,
            ContactCounts counts) {
        this.segments = segments;
        this.editor = editor;
        this.parser = parser;
        this.createdOnce = createdOnce;
        this.settling = settling;
        this.counts = counts;
    }

    Reply create(Call call) {
        SegmentDraft draft = parser.draft(call);
        String workspace = call.ownWorkspace().id();
        String id = createdOnce.idFor(call);
        return settled(201, call, editor.create(workspace, id, draft, call.at()));
    }

    Reply list(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        call.knowOnly(LIST_PARAMETERS, faults);
        CreatedPage<SegmentVersion> page =
                CreatedPage.of(call, CURSOR, segments.all(workspace), SegmentVersion::place, faults);
        Map<String, Long> members = counts.ofAll(workspace, page.shown());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        for (SegmentVersion segment : page.shown()) {
            data.add(SegmentJson.of(segment, status(workspace, segment), members.getOrDefault(segment.id(), 0L)));
        }
        body.put("has_more", page.nextCursor().isPresent());
        body.put("next_cursor", page.nextCursor().orElse(null));
        return Reply.json(200, body);
    }

    Reply show(Call call) {
        String workspace = call.ownWorkspace().id();
        SegmentVersion segment = editor.found(workspace, call.inPath("id"));
        SegmentStatus status = status(workspace, segment);
        return Reply.json(200, SegmentJson.of(segment, status, counts.of(call, segment, status)));
    }

    Reply edit(Call call) {
        SegmentEdit edit = parser.edit(call);
        String workspace = call.ownWorkspace().id();
        return settled(200, call, editor.edit(workspace, call.inPath("id"), edit, call.at()));
    }

    Reply delete(Call call) {
        String id = call.inPath("id");
        editor.delete(call.ownWorkspace().id(), id);
        return Reply.json(
                200, JsonNodeFactory.instance.objectNode().put("id", id).put("deleted", true));
    }

    private Reply settled(int code, Call call, SegmentVersion segment) {
        SegmentStatus status = settling.await(call.ownWorkspace().id(), segment);
        return Reply.json(code, SegmentJson.of(segment, status, counts.of(call, segment, status)));
    }

    private SegmentStatus status(String workspace, SegmentVersion segment) {
        return SegmentStatus.of(segment, segments.backfill(workspace, segment.id()));
    }
}
