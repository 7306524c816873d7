package io.millrace.query.backfill;

import io.millrace.core.audience.LeafKey;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.BackfillStatus.State;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be brought in and how far it is, over {@link Definitions}. A new version of a segment, or of a campaign, is noted as soon as it
 * is seen, before any work: by what was live then the cut through its history is decided. Used by one thread.
 */
final class Backfills {

    private static final Logger LOG = LoggerFactory.getLogger(Backfills.class);

    private final Definitions definitions;
    private final ConditionHolders holders;
    private final String owner;

    /** @param owner names this instance */
    Backfills(Definitions definitions, ConditionReader conditions, String owner) {
        this.definitions = definitions;
        this.holders = new ConditionHolders(definitions, conditions);
        this.owner = owner;
    }

    /** Notes new versions and forgets those that are gone. */
    void note() {
        for (Definition segment : holders.all()) {
            Optional<List<Condition>> wanted = holders.conditions(segment);
            Optional<Definition> before = definitions.get(statusKey(segment.key()));
            if (wanted.isPresent()
                    && before.flatMap(Backfills::read)
                                    .map(BackfillStatus::version)
                                    .orElse(-1L)
                            != segment.version()) {
                note(segment, wanted.get(), before);
            }
        }
        for (Definition status : definitions.all(Kind.BACKFILL)) {
            if (holders.get(status.key().workspace(), status.key().id()).isEmpty()) {
                attempt(() -> definitions.delete(status.key(), status.version()));
            }
        }
    }

    private void note(Definition segment, List<Condition> wanted, Optional<Definition> before) {
        List<LeafKey> keys = wanted.stream().map(Condition::key).toList();
        Map<LeafKey, BackfillStatus.Condition> plan = SeedPlan.of(
                keys, segment.at().toEpochMilli(), remembered(segment.key().workspace()));
        BackfillStatus status = SeedPlan.complete(plan)
                ? new BackfillStatus(segment.version(), State.DONE, 1, "", owner, plan)
                : new BackfillStatus(segment.version(), State.RUNNING, 0, "", owner, plan);
        attempt(() -> definitions.put(
                statusKey(segment.key()), before.map(Definition::version).orElse(Definitions.ABSENT), status.write()));
    }

    /** What is remembered of every segment of a workspace, of the conditions that its rules hold now. */
    private List<Map<LeafKey, BackfillStatus.Condition>> remembered(String workspace) {
        List<Map<LeafKey, BackfillStatus.Condition>> all = new ArrayList<>();
        for (Definition segment : holders.all()) {
            if (segment.key().workspace().equals(workspace)) {
                Set<LeafKey> held = holders.conditions(segment).orElse(List.of()).stream()
                        .map(Condition::key)
                        .collect(Collectors.toSet());
                definitions
                        .get(statusKey(segment.key()))
                        .flatMap(Backfills::read)
                        .ifPresent(status -> all.add(SeedPlan.stillHeld(status, held)));
            }
        }
        return all;
    }

    /** All versions whose past is not in yet, the oldest first. */
    List<Work> open() {
        List<Work> open = new ArrayList<>();
        for (Definition segment : holders.all()) {
            Optional<Definition> written = definitions.get(statusKey(segment.key()));
            Optional<BackfillStatus> status = written.flatMap(Backfills::read);
            if (written.isPresent()
                    && status.isPresent()
                    && status.get().version() == segment.version()
                    && status.get().state() == State.RUNNING) {
                open.add(new Work(
                        segment.key().workspace(),
                        segment.key().id(),
                        segment.version(),
                        segment.at().toEpochMilli(),
                        holders.conditions(segment).orElse(List.of()),
                        status.get(),
                        written.get().version()));
            }
        }
        open.sort(Comparator.comparingLong(Work::version));
        return open;
    }

    /** When the status of a work was written, in epoch milliseconds. */
    long writtenAt(Work work) {
        return definitions
                .get(statusKey(work))
                .map(status -> status.at().toEpochMilli())
                .orElse(0L);
    }

    /** Whether the version is still the segment's newest. */
    boolean wanted(Work work) {
        return holders.get(work.workspace(), work.segment())
                .map(segment -> segment.version() == work.version())
                .orElse(false);
    }

    /**
     * Takes what other segments brought in meanwhile into account.
     *
     * @throws VersionConflictException if another instance wrote the status
     */
    Work begun(Work work) {
        List<LeafKey> keys = work.conditions().stream().map(Condition::key).toList();
        return write(
                work,
                new BackfillStatus(
                        work.version(),
                        State.RUNNING,
                        0,
                        work.status().error(),
                        owner,
                        SeedPlan.of(keys, work.at(), remembered(work.workspace()))));
    }

    /** @throws VersionConflictException if another instance wrote the status */
    Work progressed(Work work, double progress, String error) {
        return write(
                work,
                new BackfillStatus(
                        work.version(),
                        State.RUNNING,
                        progress,
                        error,
                        owner,
                        work.status().conditions()));
    }

    /** @throws VersionConflictException if another instance wrote the status */
    Work done(Work work) {
        return write(
                work,
                new BackfillStatus(
                        work.version(),
                        State.DONE,
                        1,
                        "",
                        owner,
                        SeedPlan.completed(work.status().conditions())));
    }

    private Work write(Work work, BackfillStatus status) {
        Definition written = definitions.put(statusKey(work), work.statusVersion(), status.write());
        return work.with(status, written.version());
    }

    private static Optional<BackfillStatus> read(Definition definition) {
        try {
            return Optional.of(BackfillStatus.read(definition.body()));
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Another instance that wrote first did the same. */
    private static void attempt(Runnable write) {
        try {
            write.run();
        } catch (VersionConflictException e) {
            LOG.debug("Another instance was first: {}", e.getMessage());
        }
    }

    private static Definition.Key statusKey(Work work) {
        return new Definition.Key(Kind.BACKFILL, work.workspace(), work.segment());
    }

    private static Definition.Key statusKey(Definition.Key segment) {
        return new Definition.Key(Kind.BACKFILL, segment.workspace(), segment.id());
    }
}
