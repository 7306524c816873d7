package io.millrace.core.audience;

/** Whether the newest event passes the tests: its time, its arrival and the answer. */
final class NewestPasses implements LeafData {

    record Form(Window window) implements LeafForm {
        @Override
        public LeafData empty() {
            return new NewestPasses(this);
        }

        @Override
        public LeafData read(StateReader in) {
            NewestPasses newest = new NewestPasses(this);
            newest.known = true;
            newest.passes = in.flag();
            newest.time = in.signed();
            newest.arrivedAfter = in.unsigned();
            newest.sequence = in.signed();
            return newest;
        }
    }

    private final Form form;
    private boolean known;
    private boolean passes;
    private long time;
    /** Milliseconds between time and arrival. */
    private long arrivedAfter;

    private long sequence;

    private NewestPasses(Form form) {
        this.form = form;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        if (form.window.keeps(event.timestamp(), frame.now())) {
            take(
                    event.timestamp(),
                    event.arrival().millis() - event.timestamp(),
                    event.arrival().sequence(),
                    (event.roles() & LeafForms.OTHER) != 0);
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        NewestPasses source = (NewestPasses) other;
        if (source.known) {
            take(source.time, source.arrivedAfter, source.sequence, source.passes);
        }
    }

    private void take(long timestamp, long after, long order, boolean passing) {
        boolean newer = !known
                || timestamp > time
                || (timestamp == time && (after > arrivedAfter || (after == arrivedAfter && order >= sequence)));
        if (newer) {
            known = true;
            passes = passing;
            time = timestamp;
            arrivedAfter = after;
            sequence = order;
        }
    }

    @Override
    public boolean holds(Frame frame) {
        return known && passes && form.window.inside(time, frame);
    }

    @Override
    public long next(Frame frame) {
        return holds(frame) ? form.window.leaves(time, frame) : Window.NEVER;
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
        out.flag(passes).signed(time).unsigned(arrivedAfter).signed(sequence);
    }
}
