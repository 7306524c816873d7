package io.millrace.query.backfill;

import io.millrace.core.audience.LeafEvent;
import io.millrace.core.event.Person;
import io.millrace.streams.record.SeedRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes seeds of the events of one person after the other. It holds one part per condition at most, however much a person
 * has done. Used by one thread.
 */
final class Seeder {

    private final Work work;
    private final List<Condition> missing;
    private final Consumer<SeedRecord> seeds;
    private final Map<Condition, List<LeafEvent>> gathered = new HashMap<>();
    private final Map<Condition, Integer> parts = new HashMap<>();
    private @Nullable Person person;

    Seeder(Work work, Consumer<SeedRecord> seeds) {
        this.work = work;
        this.missing = work.missing();
        this.seeds = seeds;
    }

    /** Persons must come one after the other, the events of each in the order of {@link StoredEvents}. */
    void take(StoredEvent event) {
        Person next = event.person();
        if (!next.equals(person)) {
            finish();
            person = next;
        }
        for (Condition condition : missing) {
            if (event.arrival().millis() < work.liveFrom(condition)) {
                Optional<LeafEvent> needed = condition.projection().project(event);
                needed.ifPresent(leafEvent -> gather(condition, leafEvent));
            }
        }
    }

    /** Hands over what is left of the last person. */
    void finish() {
        for (Condition condition : missing) {
            hand(condition);
        }
        parts.clear();
    }

    private void gather(Condition condition, LeafEvent event) {
        List<LeafEvent> part = gathered.computeIfAbsent(condition, unused -> new ArrayList<>());
        part.add(event);
        if (part.size() == SeedRecord.EVENTS_MAX) {
            hand(condition);
        }
    }

    private void hand(Condition condition) {
        List<LeafEvent> part = gathered.remove(condition);
        if (part == null || person == null) {
            return;
        }
        int number = parts.merge(condition, 1, Integer::sum) - 1;
        seeds.accept(new SeedRecord(work.workspace(), person, condition.key(), work.liveFrom(condition), number, part));
    }
}
