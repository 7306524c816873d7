package io.millrace.delivery.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits, a line for each endpoint, so that none waits for another's. Bounded in how many wait, for one endpoint and in
 * all, and in how many bytes of bodies are kept for them. Thread-safe.
 */
final class Schedule {

    /** About 60 bytes each. */
    static final int ALL_MAX = 500_000;

    private static final long BODY_BYTES_MAX = 32L << 20;
    private static final Duration LOOK = Duration.ofMillis(25);

    private final int waitingMax;
    private final int atOnceMax;
    private final Duration openFor;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting;
    private long bodyBytes;

    /** A turn with the line that it belongs to. */
    record Begun(String line, Line.Turn turn) {}

    /**
     * @param waitingMax for one endpoint
     * @param atOnceMax calls at once to one endpoint
     * @param openFor how long an endpoint that failed repeatedly gets no calls
     */
    Schedule(int waitingMax, int atOnceMax, Duration openFor) {
        this.waitingMax = waitingMax;
        this.atOnceMax = atOnceMax;
        this.openFor = openFor;
    }

    /** Whether no further delivery may wait for this endpoint. */
    boolean full(String line) {
        lock.lock();
        try {
            Line of = lines.get(line);
            return waiting >= ALL_MAX || (of != null && of.size() >= waitingMax);
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is room for this body. */
    boolean keeps(int bytes) {
        lock.lock();
        try {
            return bodyBytes + bytes <= BODY_BYTES_MAX;
        } finally {
            lock.unlock();
        }
    }

    void add(String line, Waiting one) {
        lock.lock();
        try {
            lines.computeIfAbsent(line, unknown -> new Line(atOnceMax, openFor)).add(one);
            waiting++;
            bodyBytes += one.bytes();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next turn; waits a moment for one and returns null if there is none. Lines have their turns in rotation. */
    @Nullable
    Begun take(long now) throws InterruptedException {
        lock.lock();
        try {
            Begun begun = due(now);
            if (begun == null) {
                changed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
            return begun;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Begun due(long now) {
        List<String> idle = new ArrayList<>();
        Begun begun = null;
        for (Map.Entry<String, Line> line : lines.entrySet()) {
            Line.Turn turn = line.getValue().take(now);
            if (turn != null) {
                waiting--;
                bodyBytes -= turn.waiting().bytes();
                begun = new Begun(line.getKey(), turn);
                break;
            }
            if (line.getValue().idle()) {
                idle.add(line.getKey());
            }
        }
        idle.forEach(lines::remove);
        if (begun != null) {
            Line served = lines.remove(begun.line());
            if (served != null) {
                lines.put(begun.line(), served);
            }
        }
        return begun;
    }

    /** Parameters as of {@link Line#ended}. */
    void ended(Begun begun, @Nullable Boolean works) {
        lock.lock();
        try {
            Line line = lines.get(begun.line());
            if (line != null) {
                line.ended(begun.turn(), works);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what belongs to partitions that somebody else owns now. */
    void forget(IntPredicate partition) {
        lock.lock();
        try {
            waiting = 0;
            bodyBytes = 0;
            for (Line line : lines.values()) {
                line.removeIf(one -> partition.test(one.partition()));
                waiting += line.size();
                bodyBytes += line.bodyBytes();
            }
        } finally {
            lock.unlock();
        }
    }
}
