package io.millrace.delivery.consent;

import java.time.Instant;

/** Whether a message may leave. */
public sealed interface Verdict {

    record Go() implements Verdict {}

    /** @param reason as {@code message_skipped} gives it */
    record Skip(String reason, String detail) implements Verdict {}

    /** Not before then; then it is judged again. */
    record Hold(Instant until) implements Verdict {}
}
