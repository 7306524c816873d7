package io.millrace.core.audience;

import io.millrace.core.rule.EventTest;

/**
 * How many events lie in a window: as many of the newest times as tell the threshold from one more. More of them change
 * no answer, so giving up older ones is no truncation.
 */
final class WindowCount implements LeafData {

    record Form(EventTest.Count test, Window window) implements LeafForm {

        int kept() {
            return (int) Math.min(
                    Integer.MAX_VALUE - 8,
                    switch (test.comparison()) {
                        case GTE, LT -> Math.max(test.value(), 1);
                        case EQ, NEQ, GT, LTE -> test.value() + 1;
                    });
        }

        @Override
        public LeafData empty() {
            return new WindowCount(this, new Times(kept()));
        }

        @Override
        public LeafData read(StateReader in) {
            return new WindowCount(this, Times.read(in, kept()));
        }

        boolean holds(long count) {
            return test.comparison().holds(Long.compare(count, test.value()));
        }
    }

    private final Form form;
    private final Times times;

    private WindowCount(Form form, Times times) {
        this.form = form;
        this.times = times;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        if (form.window.keeps(event.timestamp(), frame.now())) {
            times.add(event.timestamp());
            forget(frame);
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        times.addAll(((WindowCount) other).times);
        forget(frame);
    }

    private void forget(Frame frame) {
        int gone = 0;
        while (gone < times.size() && !form.window.keeps(times.get(gone), frame.now())) {
            gone++;
        }
        if (gone > 0) {
            times.dropOldest(gone);
        }
    }

    private int firstInside(Frame frame) {
        int first = times.size();
        while (first > 0 && form.window.inside(times.get(first - 1), frame)) {
            first--;
        }
        return first;
    }

    @Override
    public boolean holds(Frame frame) {
        return form.holds(times.size() - firstInside(frame));
    }

    @Override
    public long next(Frame frame) {
        int first = firstInside(frame);
        boolean now = form.holds(times.size() - first);
        for (int i = first; i < times.size(); i++) {
            long leaves = form.window.leaves(times.get(i), frame);
            boolean lastOfInstant = i + 1 == times.size() || form.window.leaves(times.get(i + 1), frame) > leaves;
            if (lastOfInstant && form.holds(times.size() - i - 1) != now) {
                return leaves;
            }
        }
        return Window.NEVER;
    }

    @Override
    public boolean isEmpty() {
        return times.size() == 0;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void write(StateWriter out) {
        times.write(out);
    }
}
