package io.millrace.delivery.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import java.time.Instant;
import java.util.List;

/** Messages that wait for a contact's next visit. Thread-safe. */
public interface OnsiteMessages {

    /** Those since an instant, oldest first, at most a hundred. */
    List<ObjectNode> of(String workspace, ContactId contact, Instant since);
}
