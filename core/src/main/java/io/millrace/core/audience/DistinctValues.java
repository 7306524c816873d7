package io.millrace.core.audience;

import io.millrace.core.rule.EventTest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many different values a property has: per value 8 bytes of hash and its newest time, of as many values as tell the
 * threshold from one more, those seen last; never more than the engine's greatest number of entries.
 */
final class DistinctValues implements LeafData {

    record Form(EventTest.Aggregate test, Window window, int most) implements LeafForm {

        /** So many different values, or more, give one answer. */
        int enough() {
            if (test.value().compareTo(BigDecimal.valueOf(most)) >= 0) {
                return Integer.MAX_VALUE;
            }
            return test.value().signum() < 0
                    ? 1
                    : test.value().setScale(0, RoundingMode.FLOOR).intValueExact() + 1;
        }

        @Override
        public LeafData empty() {
            return new DistinctValues(this);
        }

        @Override
        public LeafData read(StateReader in) {
            DistinctValues values = new DistinctValues(this);
            long head = in.unsigned();
            values.truncated = (head & 1) != 0;
            for (long left = head >>> 1; left > 0; left--) {
                values.newest.put(in.eight(), in.signed());
            }
            return values;
        }

        boolean holds(int different) {
            return test.comparison().holds(BigDecimal.valueOf(different).compareTo(test.value()));
        }
    }

    private final Form form;
    private final Map<Long, Long> newest = new HashMap<>();
    private boolean truncated;

    private DistinctValues(Form form) {
        this.form = form;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        if (form.window.keeps(event.timestamp(), frame.now())) {
            newest.merge(event.hash(), event.timestamp(), Math::max);
            shrink(frame);
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        DistinctValues source = (DistinctValues) other;
        source.newest.forEach((hash, time) -> newest.merge(hash, time, Math::max));
        truncated |= source.truncated;
        shrink(frame);
    }

    private void shrink(Frame frame) {
        newest.values().removeIf(time -> !form.window.keeps(time, frame.now()));
        int kept = Math.min(form.enough(), form.most);
        int tooMany = newest.size() - kept;
        if (tooMany <= 0) {
            return;
        }
        truncated |= kept < form.enough();
        List<Map.Entry<Long, Long>> oldestFirst = new ArrayList<>(newest.entrySet());
        oldestFirst.sort(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
        oldestFirst.subList(0, tooMany).stream().map(Map.Entry::getKey).toList().forEach(newest::remove);
    }

    private int inside(Frame frame) {
        int inside = 0;
        for (long time : newest.values()) {
            if (form.window.inside(time, frame)) {
                inside++;
            }
        }
        return inside;
    }

    @Override
    public boolean holds(Frame frame) {
        return form.holds(inside(frame));
    }

    @Override
    public long next(Frame frame) {
        if (form.window.endless()) {
            return Window.NEVER;
        }
        List<Long> leaving = new ArrayList<>();
        for (long time : newest.values()) {
            if (form.window.inside(time, frame)) {
                leaving.add(form.window.leaves(time, frame));
            }
        }
        leaving.sort(Comparator.naturalOrder());
        boolean now = form.holds(leaving.size());
        for (int i = 0; i < leaving.size(); i++) {
            boolean lastOfInstant = i + 1 == leaving.size() || leaving.get(i + 1) > leaving.get(i);
            if (lastOfInstant && form.holds(leaving.size() - i - 1) != now) {
                return leaving.get(i);
            }
        }
        return Window.NEVER;
    }

    @Override
    public boolean isEmpty() {
        return newest.isEmpty();
    }

    @Override
    public boolean truncated() {
        return truncated;
    }

    @Override
    public void write(StateWriter out) {
        out.unsigned((long) newest.size() << 1 | (truncated ? 1 : 0));
        newest.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> out.eight(entry.getKey())
                .signed(entry.getValue()));
    }
}
