package io.millrace.core.audience;

import io.millrace.core.rule.EventTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

        Entry minus(Entry other) {
            return new Entry(numbers - other.numbers, sum.subtract(other.sum));
        }
    }

    private final Form form;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
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
        entries.merge(form.window.endless() ? 0L : timestamp, entry, Entry::plus);
        if (entries.size() > form.most) {
            entries.pollFirstEntry();
            truncated = true;
        }
    }

    private void forget(Frame frame) {
        if (form.window.endless()) {
            return;
        }
        while (!entries.isEmpty() && !form.window.keeps(entries.firstKey(), frame.now())) {
            entries.pollFirstEntry();
        }
    }

    private Entry total(Frame frame) {
        Entry total = Entry.NOTHING;
        for (Map.Entry<Long, Entry> entry : entries.descendingMap().entrySet()) {
            if (!form.window.inside(entry.getKey(), frame)) {
                break;
            }
            total = total.plus(entry.getValue());
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
        List<Map.Entry<Long, Entry>> inside = new ArrayList<>();
        for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
            if (form.window.inside(entry.getKey(), frame)) {
                inside.add(entry);
            }
        }
        Iterator<Map.Entry<Long, Entry>> oldestFirst = inside.iterator();
        Map.Entry<Long, Entry> entry = oldestFirst.hasNext() ? oldestFirst.next() : null;
        while (entry != null) {
            long leaves = form.window.leaves(entry.getKey(), frame);
            while (entry != null && form.window.leaves(entry.getKey(), frame) == leaves) {
                total = total.minus(entry.getValue());
                entry = oldestFirst.hasNext() ? oldestFirst.next() : null;
            }
            if (form.holds(total) != now) {
                return leaves;
            }
        }
        return Window.NEVER;
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
