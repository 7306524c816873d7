package io.millrace.ingest.event;

import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.util.List;

/** What a request's events became, each kind in the request's order. */
public record ReadEvents(List<EventRecord> storable, List<RejectedRecord> rejected) {

    public ReadEvents {
        storable = List.copyOf(storable);
        rejected = List.copyOf(rejected);
    }

    public int count() {
        return storable.size() + rejected.size();
    }
}
