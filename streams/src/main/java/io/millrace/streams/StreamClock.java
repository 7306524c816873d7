package io.millrace.streams;

/** Moves the time of topics that are quiet. */
public final class StreamClock {

    private StreamClock() {}
}
