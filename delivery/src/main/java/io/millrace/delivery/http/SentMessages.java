package io.millrace.delivery.http;

import io.millrace.delivery.link.Token;
import java.util.Optional;

/** Messages that left. Thread-safe. */
public interface SentMessages {

    /** Empty if the workspace sent none under this id, or it is not stored yet. */
    Optional<Token> find(String workspace, String sendId);
}
