package io.millrace.core.audience;

import io.millrace.core.rule.EventTest;

/** How old the oldest event of a scope that nothing leaves is, or the newest of any scope: one time. */
final class EdgeAge implements LeafData {

    record Form(EventTest.Age test, Window window) implements LeafForm {
        @Override
        public LeafData empty() {
            return new EdgeAge(this, false, 0);
        }

        @Override
        public LeafData read(StateReader in) {
            return new EdgeAge(this, true, in.signed());
        }
    }

    private final Form form;
    private boolean known;
    private long time;

    private EdgeAge(Form form, boolean known, long time) {
        this.form = form;
        this.known = known;
        this.time = time;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        if (form.window.keeps(event.timestamp(), frame.now())) {
            take(event.timestamp());
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        EdgeAge source = (EdgeAge) other;
        if (source.known) {
            take(source.time);
        }
    }

    private void take(long timestamp) {
        if (!known) {
            time = timestamp;
        } else if (form.test.edge() == EventTest.Age.Edge.FIRST) {
            time = Math.min(time, timestamp);
        } else {
            time = Math.max(time, timestamp);
        }
        known = true;
    }

    private boolean holdsAt(long instant, Frame frame) {
        return known
                && form.window.leaves(time, frame) > instant
                && instant < time + form.test.millis() == form.test.withinLast();
    }

    @Override
    public boolean holds(Frame frame) {
        return holdsAt(frame.now(), frame);
    }

    @Override
    public long next(Frame frame) {
        if (!known) {
            return Window.NEVER;
        }
        return Candidates.first(
                frame.now(),
                holds(frame),
                instant -> holdsAt(instant, frame),
                time + form.test.millis(),
                form.window.leaves(time, frame));
    }

    @Override
    public boolean isEmpty() {
        return !known;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void write(StateWriter out) {
        out.signed(time);
    }
}
