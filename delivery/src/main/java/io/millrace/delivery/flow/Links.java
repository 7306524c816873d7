package io.millrace.delivery.flow;

import io.millrace.streams.record.SendRecord;
import java.util.Map;
import java.util.Optional;

/** The links that a message carries back to Millrace. Thread-safe. */
public interface Links {

    /** What templates may name: {@code unsubscribe_url}, {@code preferences_url}. */
    Map<String, String> named(SendRecord send, Optional<String> group);

    /** Where one POST is enough to leave; empty for messages that nobody can leave. */
    Optional<String> oneClick(SendRecord send, Optional<String> group);

    /** HTML whose links are counted and that tells when it is opened, as far as the send asks for it. */
    String tracked(SendRecord send, String html);
}
