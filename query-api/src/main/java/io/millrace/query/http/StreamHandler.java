package io.millrace.query.http;

import java.util.function.Consumer;

/** Answers calls that ask for {@code text/event-stream}. Called by many threads at once. */
@FunctionalInterface
public interface StreamHandler {

    /**
     * Decides about a call; refuses it by a problem as any handler does.
     *
     * @return what begins the stream once it is open; must not block
     */
    Consumer<EventStream> open(Call call);
}
