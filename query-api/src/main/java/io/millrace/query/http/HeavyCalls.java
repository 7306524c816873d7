package io.millrace.query.http;

import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Lets a few heavy calls through at a time, in the order in which they came, but none past its workspace's share, so that
 * neither one workspace nor all together take the machine from ingest. Thread-safe.
 */
final class HeavyCalls {

    private static final long LOOK_MILLIS = 250;

    private final HeavyLimits limits;
    private final List<Turn> waiting = new ArrayList<>();
    private final Map<String, Integer> running = new HashMap<>();
    private int all;

    HeavyCalls(HeavyLimits limits) {
        this.limits = limits;
    }

    /** A call's turn; closed when it is over. */
    final class Turn implements AutoCloseable {

        private final String workspace;
        private boolean come;

        private Turn(String workspace) {
            this.workspace = workspace;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /**
     * Waits for a turn.
     *
     * @throws ProblemException 429 when too many wait already, or it took too long
     * @throws ClientLeftException when nobody waits for the answer any more
     */
    synchronized Turn turn(String workspace, WatchedCall call) {
        Turn turn = new Turn(workspace);
        waiting.add(turn);
        admit();
        if (!turn.come && waiting.size() > limits.waiting()) {
            waiting.remove(turn);
            throw refused();
        }
        try {
            await(turn, call);
        } catch (RuntimeException e) {
            if (turn.come) {
                leave(turn);
            } else {
                waiting.remove(turn);
            }
            throw e;
        }
        return turn;
    }

    private synchronized void await(Turn turn, WatchedCall call) {
        long deadline = System.nanoTime() + limits.patience().toNanos();
        while (!turn.come) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw refused();
            }
            if (call.left()) {
                throw new ClientLeftException();
            }
            try {
                wait(Math.max(1, Math.min(left / 1_000_000, LOOK_MILLIS)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.of(503, "unavailable", "the service is being stopped")
                        .exception();
            }
        }
    }

    private synchronized void leave(Turn turn) {
        all--;
        running.merge(turn.workspace, -1, Integer::sum);
        running.remove(turn.workspace, 0);
        admit();
    }

    synchronized int waitingNow() {
        return waiting.size();
    }

    private void admit() {
        for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext() && all < limits.most(); ) {
            Turn turn = turns.next();
            if (running.getOrDefault(turn.workspace, 0) < limits.mostOfOne()) {
                turns.remove();
                turn.come = true;
                all++;
                running.merge(turn.workspace, 1, Integer::sum);
            }
        }
        notifyAll();
    }

    private ProblemException refused() {
        return Problem.of(
                        429,
                        "rate_limited",
                        "too many queries run already: " + limits.mostOfOne() + " of a workspace and " + limits.most()
                                + " in all run at once, " + limits.waiting() + " may wait, each up to "
                                + limits.patience().toMillis()
                                + " ms; ask again later or ask for fewer at a time")
                .exception();
    }
}
