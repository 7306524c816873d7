package io.millrace.core.audience;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a sequence was ever completed. Once it was, that is all that is kept. Until then: per instant the steps that
 * happened at it, up to the engine's greatest number of entries, for an event of any age may still arrive between them.
 */
final class Steps implements LeafData {

    private static final long NONE = Long.MIN_VALUE;

    record Form(int steps, long withinMillis, int most) implements LeafForm {
        @Override
        public LeafData empty() {
            return new Steps(this);
        }

        @Override
        public LeafData read(StateReader in) {
            Steps data = new Steps(this);
            int head = in.one();
            data.completed = (head & 1) != 0;
            data.truncated = (head & 2) != 0;
            long before = 0;
            for (int left = in.size(); left > 0; left--) {
                before += in.signed();
                data.roles.put(before, (int) in.unsigned());
            }
            return data;
        }
    }

    private final Form form;
    private final TreeMap<Long, Integer> roles = new TreeMap<>();
    private boolean completed;
    private boolean truncated;
    private long added;

    private Steps(Form form) {
        this.form = form;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        if (!completed) {
            put(event.timestamp(), event.roles());
            complete();
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        Steps source = (Steps) other;
        truncated |= source.truncated;
        if (completed || source.completed) {
            complete(true);
            return;
        }
        for (Map.Entry<Long, Integer> entry : source.roles.entrySet()) {
            if (completed) {
                return;
            }
            put(entry.getKey(), entry.getValue());
            complete();
        }
    }

    private void put(long timestamp, int which) {
        added = timestamp;
        // Two events of one instant are never in one chain, so their steps can be kept together.
        roles.merge(timestamp, which, (a, b) -> a | b);
        if (roles.size() > form.most) {
            roles.pollFirstEntry();
            truncated = true;
        }
    }

    /** Looks for a chain through what was added last; it lies within the duration on either side. */
    private void complete() {
        long[] latestStart = new long[form.steps];
        Arrays.fill(latestStart, NONE);
        for (Map.Entry<Long, Integer> entry : roles.subMap(
                        added - form.withinMillis, true, added + form.withinMillis, true)
                .entrySet()) {
            long time = entry.getKey();
            for (int step = form.steps - 1; step >= 0; step--) {
                if ((entry.getValue() >> step & 1) == 0) {
                    continue;
                }
                long start = step == 0 ? time : latestStart[step - 1];
                if (start != NONE && time - start <= form.withinMillis) {
                    latestStart[step] = Math.max(latestStart[step], start);
                    if (step == form.steps - 1) {
                        complete(true);
                        return;
                    }
                }
            }
        }
    }

    private void complete(boolean now) {
        completed = now;
        truncated = false;
        roles.clear();
    }

    @Override
    public boolean holds(Frame frame) {
        return completed;
    }

    @Override
    public long next(Frame frame) {
        return Window.NEVER;
    }

    @Override
    public boolean isEmpty() {
        return !completed && roles.isEmpty();
    }

    @Override
    public boolean truncated() {
        return truncated;
    }

    @Override
    public void write(StateWriter out) {
        out.one((completed ? 1 : 0) | (truncated ? 2 : 0)).unsigned(roles.size());
        long before = 0;
        for (Map.Entry<Long, Integer> entry : roles.entrySet()) {
            out.signed(entry.getKey() - before).unsigned(entry.getValue());
            before = entry.getKey();
        }
    }
}
