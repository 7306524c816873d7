package io.millrace.query.segment;

import io.millrace.query.change.ChangeLogHandler;
import io.millrace.query.change.ChangeStreams;
import io.millrace.query.http.Call;
import io.millrace.query.http.EventStream;
import io.millrace.query.http.Reply;
import java.util.Optional;
import java.util.function.Consumer;

/** Who entered and left: of one segment, or of all segments of a workspace. */
final class SegmentChanges {

    private final SegmentEditor editor;
    private final ChangeLogHandler log;
    private final ChangeStreams streams;

    SegmentChanges(SegmentEditor editor, ChangeLogHandler log, ChangeStreams streams) {
        this.editor = editor;
        this.log = log;
        this.streams = streams;
    }

    Reply log(Call call) {
        return log.answer(call, Optional.empty());
    }

    Reply logOfSegment(Call call) {
        return log.answer(call, Optional.of(known(call)));
    }

    Consumer<EventStream> stream(Call call) {
        return streams.open(call, Optional.empty());
    }

    Consumer<EventStream> streamOfSegment(Call call) {
        return streams.open(call, Optional.of(known(call)));
    }

    private String known(Call call) {
        return editor.found(call.ownWorkspace().id(), call.inPath("id")).id();
    }
}
