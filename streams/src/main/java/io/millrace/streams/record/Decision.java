package io.millrace.streams.record;

import io.millrace.core.event.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * What EventJob decided about one record of topic {@code events}. It is decided by append times, so a replay decides the
 * same; that it is known does not mean that its checkpoint is complete.
 *
 * @param partition of topic {@code events}
 * @param reason of a rejected event alone
 * @param detail of a rejected event: what was found and what is expected; else empty
 */
public record Decision(int partition, long offset, Outcome outcome, @Nullable RejectReason reason, String detail) {

    /** What becomes of an event. The code is what record formats store; it never changes. */
    public enum Outcome {
        STORED(0),
        DUPLICATE(1),
        REJECTED(2);

        private static final Outcome[] BY_CODE = values();

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Outcome fromCode(int code) throws UnreadableRecordException {
            if (code < 0 || code >= BY_CODE.length) {
                throw new UnreadableRecordException("has an outcome of code " + code);
            }
            return BY_CODE[code];
        }
    }

    public Decision {
        if ((outcome == Outcome.REJECTED) != (reason != null)) {
            throw new IllegalArgumentException("an event has a reason if it is rejected, and then alone");
        }
    }
}
