package io.millrace.query.funnel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judges one actor after the other, over all groups and in each. Used by one thread. */
final class Judge implements ActorRows.Receiver {

    private static final int[] NO_ENTRIES = {};

    private final FunnelQuery query;
    private final FunnelView view;
    private final boolean touched;
    private final Optional<EntryBuckets> buckets;
    private final Consumer<Outcome> overall;
    private final GroupOutcomes groups;
    private final FunnelEngine engine;
    private final ActorGroups actorGroups;
    private final History eligible = new History();
    private final List<String> absent;
    private long actors;

    /** @param buckets of a trend, else empty */
    Judge(
            FunnelQuery query,
            FunnelView view,
            boolean touched,
            Optional<EntryBuckets> buckets,
            Consumer<Outcome> overall,
            GroupOutcomes groups) {
        this.query = query;
        this.view = view;
        this.touched = touched;
        this.buckets = buckets;
        this.overall = overall;
        this.groups = groups;
        this.engine = new FunnelEngine(query);
        this.actorGroups = new ActorGroups(query);
        this.absent = query.grouping().fields().stream().map(unused -> "").toList();
    }

    @Override
    public void actor(History history, List<String> touch, long[] contacts) {
        History events = history;
        if (query.looksAtHistory()) {
            engine.eligible(history, eligible);
            events = eligible;
        }
        long actor = actors++;
        Outcome outcome = judged(actor, events, contacts);
        if (outcome != null) {
            overall.accept(outcome);
        }
        if (query.grouping().isNone()) {
            return;
        }
        if (touched) {
            if (outcome != null) {
                groups.add(touch.isEmpty() ? absent : touch, outcome);
            }
            return;
        }
        actorGroups.of(events, (values, narrowed) -> {
            Outcome inGroup = judged(actor, narrowed, contacts);
            if (inGroup != null) {
                groups.add(values, inGroup);
            }
        });
    }

    /** Null if the actor is nowhere in the funnel. */
    private @Nullable Outcome judged(long actor, History events, long[] contacts) {
        int[] entries = buckets.isPresent() ? entries(events, buckets.get()) : NO_ENTRIES;
        long[] times = engine.run(events);
        return times == null && entries.length == 0 ? null : new Outcome(actor, times, entries, contacts);
    }

    private int[] entries(History events, EntryBuckets known) {
        int[] found = new int[known.count()];
        int[] count = {0};
        engine.runByBucket(events, known, (bucket, times) -> {
            if (times[view.fromStep()] != Attempts.NEVER) {
                found[count[0]++] = bucket << 1 | (times[view.toStep()] != Attempts.NEVER ? 1 : 0);
            }
        });
        return Arrays.copyOf(found, count[0]);
    }
}
