package io.millrace.core.event;

import java.util.EnumSet;
import java.util.Set;

/** What was bent to make an event storable; shown in {@code context.millrace.flags}. Ordinals are stored as bits. */
public enum EventFlag {
    /** A literal NaN or Infinity, which JSON has not, reads as null. */
    NOT_A_NUMBER_AS_NULL("nan_as_null"),
    /** The event claimed to lie more than five minutes in the future and is stored at its arrival. */
    FUTURE_TIMESTAMP("future_timestamp");

    private final String text;

    EventFlag(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public int bit() {
        return 1 << ordinal();
    }

    public static Set<EventFlag> of(int bits) {
        Set<EventFlag> flags = EnumSet.noneOf(EventFlag.class);
        for (EventFlag flag : values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
