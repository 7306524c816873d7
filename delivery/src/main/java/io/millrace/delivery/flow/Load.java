package io.millrace.delivery.flow;

import java.util.concurrent.atomic.AtomicInteger;

/** How many sends of a channel are on their way. Thread-safe. */
final class Load {

    /** Of those that nothing but this machine keeps from leaving. */
    static final int ACTIVE_MAX = 500;

    /** Of those that wait for an hour or another attempt; each takes about two kilobytes. */
    static final int WAITING_MAX = 10_000;

    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger finishing = new AtomicInteger();

    void begin() {
        outstanding.incrementAndGet();
    }

    void end() {
        outstanding.decrementAndGet();
    }

    void beginWait() {
        waiting.incrementAndGet();
    }

    void endWait() {
        waiting.decrementAndGet();
    }

    /** From the call to the record of its outcome: what a stop waits for. */
    void beginFinish() {
        finishing.incrementAndGet();
    }

    void endFinish() {
        finishing.decrementAndGet();
    }

    boolean nothingFinishes() {
        return finishing.get() == 0;
    }

    boolean full() {
        int waits = waiting.get();
        return waits >= WAITING_MAX || outstanding.get() - waits >= ACTIVE_MAX;
    }
}
