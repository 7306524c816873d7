package io.millrace.core.audience;

import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventTest;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sum or average of a property in any scope. Without a window that moves: one sum and how many numbers are in it. With
 * one: the same per instant, up to the engine's greatest number of entries, of which the newest are kept.
 */
final class WindowSum implements LeafData {

    record Form(EventTest.Aggregate test, Window window, int most) implements LeafForm {
        @Override
        public LeafData empty() {
            return new WindowSum(this);
        }

        @Override
        public LeafData read(StateReader in) {
            WindowSum sum = new WindowSum(this);
            long head = in.unsigned();
            sum.truncated = (head & 1) != 0;
            long before = 0;
            for (long left = head >>> 1; left > 0; left--) {
                before += in.signed();
                sum.put(before, new Entry(in.unsigned(), in.decimal()));
            }
            return sum;
        }

        /** Whether the answer changes once at most while the sum falls. */
        boolean isMonotonous() {
            return test.function() == EventTest.Aggregate.Function.SUM
                    && test.comparison() != Comparison.EQ
                    && test.comparison() != Comparison.NEQ;
        }

        boolean holds(Entry total) {
            if (test.function() == EventTest.Aggregate.Function.SUM) {
                return test.comparison().holds(total.sum.compareTo(test.value()));
            }
            // Instead of dividing, which need not come out even.
            return total.numbers > 0
                    && test.comparison()
                            .holds(total.sum.compareTo(test.value().multiply(BigDecimal.valueOf(total.numbers))));
        }
    }

    /** What the numbers of one instant amount to. */
    private record Entry(long numbers, BigDecimal sum) {
        static final Entry NOTHING = new Entry(0, BigDecimal.ZERO);

        Entry plus(Entry other) {
            return new Entry(numbers + other.numbers, sum.add(other.sum));
        }

        boolean isNegative() {
            return sum.signum() < 0;
        }

        Entry minus(Entry other) {
            return new Entry(numbers - other.numbers, sum.subtract(other.sum));
        }
    }

    private final Form form;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private Entry all = Entry.NOTHING;

    /** How many entries have a sum below zero. */
    private int negative;

    private boolean truncated;

    private WindowSum(Form form) {
        this.form = form;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        BigDecimal number = event.number();
        if (number != null && form.window.keeps(event.timestamp(), frame.now())) {
            put(event.timestamp(), new Entry(1, number));
            forget(frame);
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        WindowSum source = (WindowSum) other;
        source.entries.forEach(this::put);
        truncated |= source.truncated;
        forget(frame);
    }

    private void put(long timestamp, Entry entry) {
        // All that never leaves is one entry.
        Long instant = form.window.endless() ? 0L : timestamp;
        Entry old = entries.get(instant);
        Entry merged = old == null ? entry : old.plus(entry);
        entries.put(instant, merged);
        all = all.plus(entry);
        negative += (merged.isNegative() ? 1 : 0) - (old != null && old.isNegative() ? 1 : 0);
        if (entries.size() > form.most) {
            dropOldest();
            truncated = true;
        }
    }

    private void dropOldest() {
        Entry gone = entries.pollFirstEntry().getValue();
        all = all.minus(gone);
        negative -= gone.isNegative() ? 1 : 0;
    }

    private void forget(Frame frame) {
        if (form.window.endless()) {
            return;
        }
        while (!entries.isEmpty() && !form.window.keeps(entries.firstKey(), frame.now())) {
            dropOldest();
        }
    }

    /** Whatever is outside is older than all that is inside, and there is little of it. */
    private Entry total(Frame frame) {
        Entry total = all;
        for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
            if (form.window.inside(entry.getKey(), frame)) {
                break;
            }
            total = total.minus(entry.getValue());
        }
        return total;
    }

    @Override
    public boolean holds(Frame frame) {
        return form.holds(total(frame));
    }

    @Override
    public long next(Frame frame) {
        if (form.window.endless()) {
            return Window.NEVER;
        }
        Entry total = total(frame);
        boolean now = form.holds(total);
        return negative == 0 && form.isMonotonous() ? onlyChange(now, frame) : firstChange(total, now, frame);
    }

    /** Where a sum can but fall, its answer changes once at most: as the newest entries that carry it begin to leave. */
    private long onlyChange(boolean now, Frame frame) {
        Entry rest = Entry.NOTHING;
        if (form.holds(rest) == now) {
            return Window.NEVER;
        }
        for (Map.Entry<Long, Entry> entry : entries.descendingMap().entrySet()) {
            rest = rest.plus(entry.getValue());
            if (form.holds(rest) == now) {
                return form.window.leaves(entry.getKey(), frame);
            }
        }
        throw new IllegalStateException("no entries carry the answer " + now + " of " + form.test);
    }

    private long firstChange(Entry total, boolean now, Frame frame) {
        Entry rest = total;
        long left = Window.NEVER;
        for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
            long leaves = form.window.leaves(entry.getKey(), frame);
            if (leaves > frame.now()) {
                if (left != Window.NEVER && leaves != left && form.holds(rest) != now) {
                    return left;
                }
                rest = rest.minus(entry.getValue());
                left = leaves;
            }
        }
        return form.holds(rest) == now ? Window.NEVER : left;
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public boolean truncated() {
        return truncated;
    }

    @Override
    public void write(StateWriter out) {
        out.unsigned((long) entries.size() << 1 | (truncated ? 1 : 0));
        long before = 0;
        for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
            out.signed(entry.getKey() - before)
                    .unsigned(entry.getValue().numbers)
                    .decimal(entry.getValue().sum);
            before = entry.getKey();
        }
    }
}
