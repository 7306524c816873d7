package io.millrace.core.audience;

import io.millrace.core.rule.EventTest;

/**
 * How old the oldest event in a moving window is: whatever leaves the window hands over to the next, so the different
 * times inside are kept, up to the engine's greatest number of entries.
 */
final class FirstAge implements LeafData {

    record Form(EventTest.Age test, Window window, int most) implements LeafForm {
        @Override
        public LeafData empty() {
            return new FirstAge(this, new Times(most));
        }

        @Override
        public LeafData read(StateReader in) {
            return new FirstAge(this, Times.read(in, most));
        }
    }

    private final Form form;
    private final Times times;

    private FirstAge(Form form, Times times) {
        this.form = form;
        this.times = times;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        if (form.window.keeps(event.timestamp(), frame.now())) {
            times.addOnce(event.timestamp());
            forget(frame);
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        Times more = ((FirstAge) other).times;
        for (int i = 0; i < more.size(); i++) {
            times.addOnce(more.get(i));
        }
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

    @Override
    public boolean holds(Frame frame) {
        for (int i = 0; i < times.size(); i++) {
            if (form.window.inside(times.get(i), frame)) {
                return frame.now() < times.get(i) + form.test.millis() == form.test.withinLast();
            }
        }
        return false;
    }

    @Override
    public long next(Frame frame) {
        boolean now = holds(frame);
        long from = frame.now();
        for (int i = 0; i < times.size(); i++) {
            long leaves = form.window.leaves(times.get(i), frame);
            if (leaves > from) {
                // From then on until it leaves, this is the oldest.
                long ages = times.get(i) + form.test.millis();
                if ((from < ages == form.test.withinLast()) != now) {
                    return from;
                }
                if (from < ages && ages < leaves) {
                    return ages;
                }
                from = leaves;
            }
        }
        return now ? from : Window.NEVER;
    }

    @Override
    public boolean isEmpty() {
        return times.size() == 0;
    }

    @Override
    public boolean truncated() {
        return times.truncated();
    }

    @Override
    public void write(StateWriter out) {
        times.write(out);
    }
}
