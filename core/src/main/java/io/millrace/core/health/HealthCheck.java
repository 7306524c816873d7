package io.millrace.core.health;

import java.util.Optional;

/**
 * One thing that must hold for an event sent now to be stored and answered for. Asked often and from any thread: answers
 * from what is known, within milliseconds.
 */
public interface HealthCheck {

    /** The part's name in {@code /health}: {@code kafka}, {@code clickhouse}, {@code event_job}. */
    String name();

    /** What is wrong, in a sentence; empty when all is well. */
    Optional<String> problem();
}
