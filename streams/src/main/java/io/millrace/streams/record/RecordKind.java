package io.millrace.streams.record;

import java.util.Optional;

/** What a record of topic {@code events} is. Events alone count in accounting and reach people. */
public enum RecordKind {
    EVENT(1),
    /** A contact change from the API: same key, order and dedupe as events. */
    CONTACT(2),
    /** A tick that moves the engine's time on an idle partition. */
    CLOCK(3);

    private final byte code;

    RecordKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<RecordKind> fromCode(byte code) {
        for (RecordKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
