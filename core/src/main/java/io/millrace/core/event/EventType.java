package io.millrace.core.event;

import java.util.Locale;
import java.util.Optional;

/** The six calls of the Segment tracking spec. The code is what record formats store; it never changes. */
public enum EventType {
    TRACK(1),
    IDENTIFY(2),
    PAGE(3),
    SCREEN(4),
    GROUP(5),
    ALIAS(6);

    private static final EventType[] BY_CODE = {null, TRACK, IDENTIFY, PAGE, SCREEN, GROUP, ALIAS};

    private final int code;
    private final String text;

    EventType(int code) {
        this.code = code;
        this.text = name().toLowerCase(Locale.ROOT);
    }

    public int code() {
        return code;
    }

    /** The name on the wire: {@code track}, {@code identify} and so on. */
    public String text() {
        return text;
    }

    /**
     * The name by which counts and analytics know a call: a track's own name, {@code page} or {@code screen} for
     * those calls (a track of that name counts alike), empty for calls that are no event to people.
     */
    public String eventName(String trackName) {
        return switch (this) {
            case TRACK -> trackName;
            case PAGE, SCREEN -> text;
            case IDENTIFY, GROUP, ALIAS -> "";
        };
    }

    public static Optional<EventType> fromCode(int code) {
        return code > 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
    }

    public static Optional<EventType> fromText(String text) {
        for (EventType type : values()) {
            if (type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
