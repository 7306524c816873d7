package io.millrace.query.change;

import io.millrace.query.request.Json;
import io.millrace.query.stream.EventFrame;
import io.millrace.streams.record.SegmentChange;

/** The text of server-sent events. */
final class Frames {

    private Frames() {}

    /** @param after the place behind the change, with which the client may come back */
    static byte[] change(SegmentChange change, Positions after) {
        return EventFrame.bytes("id: " + after + "\ndata: " + Json.text(ChangeJson.of(change)) + "\n\n");
    }

    /** Nothing new; moves on the place with which the client may come back. */
    static byte[] heartbeat(Positions at) {
        return EventFrame.bytes("id: " + at + "\n: nothing new\n\n");
    }

    /** The stream begins; until then a client cannot tell an open stream from one that is being opened. */
    static byte[] opened(Positions at) {
        return EventFrame.bytes("retry: 1000\nid: " + at + "\nevent: open\ndata: {}\n\n");
    }

    /** Changes between where the client left and what is still kept are missing; the log has them. */
    static byte[] gap() {
        return EventFrame.bytes(
                "event: gap\ndata: {\"reason\":\"older changes are no longer on the stream; the log has them\"}\n\n");
    }

    static byte[] end(String reason) {
        return EventFrame.end(reason);
    }
}
