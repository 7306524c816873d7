package io.millrace.delivery.consent;

import io.millrace.streams.record.SendRecord;
import java.util.List;
import java.util.Map;

/** Looks up how contacts stand to messages now. Thread-safe. */
public interface Standings {

    /**
     * By send id; a contact of which nothing newer is known stands as its send says.
     *
     * @throws RuntimeException if that cannot be known at the moment
     */
    Map<String, Standing> of(List<SendRecord> sends);

    /** Where nothing newer is known of anybody. */
    static Standing granted(SendRecord send) {
        return new Standing(
                false, send.recipient().suppressed(), send.recipient().subscriptions());
    }
}
