package io.millrace.delivery.channel;

import java.time.Duration;
import java.util.Optional;

/** The message was not taken. */
public final class CarrierException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What follows from it. */
    public enum Kind {
        /** Another attempt may succeed. */
        TRANSIENT,
        /** So it may, and nobody else's message would succeed now either. */
        DOWN,
        /** No attempt will. */
        PERMANENT,
        /** The contact has no address on this channel. */
        NO_ADDRESS,
        /** The address does not take messages, and never will. */
        BOUNCED
    }

    private final Kind kind;
    private final String reason;
    private final transient Optional<Duration> retryAfter;

    private CarrierException(Kind kind, String reason, String detail, Optional<Duration> retryAfter) {
        super(detail.isEmpty() ? reason : detail);
        this.kind = kind;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /**
     * @param reason one word that can be counted: {@code timeout}
     * @param detail for people
     */
    public static CarrierException passing(String reason, String detail) {
        return new CarrierException(Kind.TRANSIENT, reason, detail, Optional.empty());
    }

    /** The other side cannot be reached, or does not work. Parameters as of {@link #passing(String, String)}. */
    public static CarrierException down(String reason, String detail) {
        return new CarrierException(Kind.DOWN, reason, detail, Optional.empty());
    }

    /** @param wait what the other side asked for */
    public static CarrierException passing(String reason, String detail, Duration wait) {
        return new CarrierException(Kind.TRANSIENT, reason, detail, Optional.of(wait));
    }

    public static CarrierException permanent(String reason, String detail) {
        return new CarrierException(Kind.PERMANENT, reason, detail, Optional.empty());
    }

    public static CarrierException bounced(String reason, String detail) {
        return new CarrierException(Kind.BOUNCED, reason, detail, Optional.empty());
    }

    public static CarrierException noAddress(String detail) {
        return new CarrierException(Kind.NO_ADDRESS, "no_address", detail, Optional.empty());
    }

    /** Whether another attempt may succeed. */
    public boolean passes() {
        return kind == Kind.TRANSIENT || kind == Kind.DOWN;
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return reason;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
