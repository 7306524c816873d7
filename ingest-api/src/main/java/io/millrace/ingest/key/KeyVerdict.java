package io.millrace.ingest.key;

import io.millrace.core.definition.ApiKey;
import org.jspecify.annotations.Nullable;

/** Whether a request may write, and as whom. The key is there exactly if it may. */
public record KeyVerdict(Outcome outcome, @Nullable ApiKey key) {

    /** {@code UNCHECKED} says nothing about the key: the definitions cannot be read now. */
    public enum Outcome {
        ALLOWED,
        REFUSED,
        UNCHECKED
    }

    static final KeyVerdict REFUSED = new KeyVerdict(Outcome.REFUSED, null);
    static final KeyVerdict UNCHECKED = new KeyVerdict(Outcome.UNCHECKED, null);

    static KeyVerdict allowed(ApiKey key) {
        return new KeyVerdict(Outcome.ALLOWED, key);
    }
}
