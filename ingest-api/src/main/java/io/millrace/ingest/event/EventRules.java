package io.millrace.ingest.event;

import io.millrace.core.event.EventType;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one request are judged by.
 *
 * @param routeType the call that the route names, which wins over the body's; null where each event names its own
 * @param nowMillis the door's clock; the arrival itself is the record's append time
 * @param requestId of this request alone; ids are made of it for events without one
 */
public record EventRules(@Nullable EventType routeType, int eventBytesMax, long nowMillis, UUID requestId) {

    public ReadEvents read(Payload payload, Sender sender) {
        List<EventRecord> storable = new ArrayList<>(payload.count());
        List<RejectedRecord> rejected = new ArrayList<>();
        for (int i = 0; i < payload.count(); i++) {
            EventReader reader = new EventReader(this, payload, sender, i);
            EventRecord record = reader.read();
            if (record != null) {
                storable.add(record);
            } else {
                rejected.add(reader.rejected());
            }
        }
        return new ReadEvents(storable, rejected);
    }

    String messageId(int index) {
        return requestId + "-" + index;
    }
}
