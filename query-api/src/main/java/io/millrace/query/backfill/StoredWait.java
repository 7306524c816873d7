package io.millrace.query.backfill;

import java.util.Map;

/**
 * Finds out when everything before some offsets of topic events can be read from ClickHouse: when its outcomes are
 * counted there; or, since the clock's ticks on a quiet stream are counted late, when a checkpoint of EventJob holds it
 * and the next one is complete too, for a task inserts the rows of a checkpoint before it takes part in the next. Used by
 * one thread.
 */
final class StoredWait {

    private final JobsProgress jobs;
    private final Map<Integer, Long> ends;
    private Map<Integer, Long> holding = Map.of();

    StoredWait(JobsProgress jobs, Map<Integer, Long> ends) {
        this.jobs = jobs;
        this.ends = ends;
    }

    /** How many records no checkpoint holds yet. */
    long left() {
        return JobsProgress.left(ends, jobs.eventsInCheckpoint());
    }

    boolean isOver() {
        if (JobsProgress.left(ends, jobs.eventsStored()) == 0) {
            return true;
        }
        Map<Integer, Long> now = jobs.eventsInCheckpoint();
        if (holding.isEmpty()) {
            if (JobsProgress.left(ends, now) == 0) {
                holding = now;
            }
            return false;
        }
        // All of them: a task may be late to say what it holds of the same checkpoint.
        return ends.keySet().stream()
                .allMatch(partition -> now.getOrDefault(partition, 0L) > holding.getOrDefault(partition, 0L));
    }
}
