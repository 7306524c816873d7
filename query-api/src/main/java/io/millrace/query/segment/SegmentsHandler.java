package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.CreatedPage;
import io.millrace.query.list.RowPage;
import io.millrace.query.request.Faults;
import io.millrace.query.write.CreatedOnce;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creates, lists, shows, edits and deletes segments. Called by many threads at once. */
final class SegmentsHandler {

    private static final List<String> LIST_PARAMETERS = List.of("limit", "cursor", "format");
    private static final String CURSOR = "s1";

    private final Segments segments;
    private final SegmentEditor editor;
    private final SegmentParser parser;
    private final CreatedOnce createdOnce;
    private final Settling settling;
    private final ContactCounts counts;
    private final RetentionWarnings warnings;

    SegmentsHandler(
            Segments segments,
            SegmentEditor editor,
            SegmentParser parser,
            CreatedOnce createdOnce,
            Settling settling,
            ContactCounts counts,
            RetentionWarnings warnings) {
        this.segments = segments;
        this.editor = editor;
        this.parser = parser;
        this.createdOnce = createdOnce;
        this.settling = settling;
        this.counts = counts;
        this.warnings = warnings;
    }

    Reply create(Call call) {
        SegmentDraft draft = parser.draft(call);
        return create(call, createdOnce.idFor(call), draft);
    }

    /** @param id a new one; if there is such a segment already, that one is shown */
    Reply create(Call call, String id, SegmentDraft draft) {
        return settled(201, call, editor.create(call.ownWorkspace().id(), id, draft, call.at()));
    }

    Reply list(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        call.knowOnly(LIST_PARAMETERS, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        CreatedPage<SegmentVersion> page =
                CreatedPage.of(call, CURSOR, segments.all(workspace), SegmentVersion::place, faults);
        RowPage rows = new RowPage(shown(call, page.shown()), page.nextCursor());
        return csv ? rows.csv(SegmentJson.CSV_HEADER) : rows.json();
    }

    Reply show(Call call) {
        String workspace = call.ownWorkspace().id();
        return shown(call, editor.found(workspace, call.inPath("id")));
    }

    Reply edit(Call call) {
        SegmentEdit edit = parser.edit(call);
        String workspace = call.ownWorkspace().id();
        SegmentVersion edited = editor.edit(workspace, call.inPath("id"), edit, call.at());
        // A new name changes nobody's membership: there is nothing to wait for.
        return edit.rules() == null ? shown(call, edited) : settled(200, call, edited);
    }

    Reply delete(Call call) {
        String id = call.inPath("id");
        settling.awaitDeleted(editor.delete(call.ownWorkspace().id(), id));
        return Reply.json(
                200, JsonNodeFactory.instance.objectNode().put("id", id).put("deleted", true));
    }

    private Reply shown(Call call, SegmentVersion segment) {
        SegmentStatus status = settling.status(call.ownWorkspace().id(), segment);
        return Reply.json(200, json(call, segment, status, counts.of(call, segment, status)));
    }

    private Reply settled(int code, Call call, SegmentVersion segment) {
        SegmentStatus status = settling.await(call.ownWorkspace().id(), segment);
        return Reply.json(code, json(call, segment, status, counts.of(call, segment, status)));
    }

    private ObjectNode json(Call call, SegmentVersion segment, SegmentStatus status, long contacts) {
        return warnings.added(SegmentJson.of(segment, status, contacts), segment, call.ownWorkspace(), call.at());
    }

    private List<ObjectNode> shown(Call call, List<SegmentVersion> page) {
        String workspace = call.ownWorkspace().id();
        Map<String, Long> members = counts.ofJudged(workspace, page);
        List<ObjectNode> shown = new ArrayList<>();
        for (SegmentVersion segment : page) {
            SegmentStatus status = settling.status(workspace, segment);
            long contacts = status.active() ? members.getOrDefault(segment.id(), 0L) : counts.of(call, segment, status);
            shown.add(json(call, segment, status, contacts));
        }
        return shown;
    }
}
