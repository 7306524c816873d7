package io.millrace.query.stream;

import io.millrace.query.http.EventStream;
import io.millrace.query.request.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many streams of one kind may be open, in all and for one workspace. Thread-safe. */
public final class StreamLimit {

    private static final int STREAMS_MAX = 200;
    private static final int STREAMS_PER_WORKSPACE_MAX = 50;

    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, AtomicInteger> openOf = new ConcurrentHashMap<>();

    /** Ends the request if there are too many already. */
    public void check(String workspace) {
        int own = of(workspace).get();
        if (open.get() >= STREAMS_MAX || own >= STREAMS_PER_WORKSPACE_MAX) {
            throw Problem.of(
                            429,
                            "too_many_streams",
                            "there are " + own + " open streams of this workspace and " + open.get()
                                    + " in all; the most are " + STREAMS_PER_WORKSPACE_MAX + " and " + STREAMS_MAX)
                    .exception();
        }
    }

    /** Counts a stream until it has ended. */
    public void opened(String workspace, EventStream stream) {
        open.incrementAndGet();
        of(workspace).incrementAndGet();
        stream.onEnd(() -> {
            open.decrementAndGet();
            of(workspace).decrementAndGet();
        });
    }

    private AtomicInteger of(String workspace) {
        return openOf.computeIfAbsent(workspace, unused -> new AtomicInteger());
    }
}
