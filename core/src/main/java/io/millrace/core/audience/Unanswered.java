package io.millrace.core.audience;

/** Whether the newest event is old enough and has no follower: the newest times of both. */
final class Unanswered implements LeafData {

    private static final long NONE = Long.MIN_VALUE;

    record Form(long withinMillis, Window window) implements LeafForm {
        @Override
        public LeafData empty() {
            return new Unanswered(this);
        }

        @Override
        public LeafData read(StateReader in) {
            Unanswered data = new Unanswered(this);
            int which = in.one();
            data.first = (which & LeafForms.PATTERN) == 0 ? NONE : in.signed();
            data.follower = (which & LeafForms.OTHER) == 0 ? NONE : in.signed();
            return data;
        }
    }

    private final Form form;
    private long first = NONE;
    private long follower = NONE;

    private Unanswered(Form form) {
        this.form = form;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        if ((event.roles() & LeafForms.PATTERN) != 0) {
            first = Math.max(first, event.timestamp());
        }
        if ((event.roles() & LeafForms.OTHER) != 0) {
            follower = Math.max(follower, event.timestamp());
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        first = Math.max(first, ((Unanswered) other).first);
        follower = Math.max(follower, ((Unanswered) other).follower);
    }

    private boolean holdsAt(long instant, Frame frame) {
        return first != NONE
                && follower <= first
                && instant >= first + form.withinMillis
                && form.window.leaves(first, frame) > instant;
    }

    @Override
    public boolean holds(Frame frame) {
        return holdsAt(frame.now(), frame);
    }

    @Override
    public long next(Frame frame) {
        if (first == NONE || follower > first) {
            return Window.NEVER;
        }
        return Candidates.first(
                frame.now(),
                holds(frame),
                instant -> holdsAt(instant, frame),
                first + form.withinMillis,
                form.window.leaves(first, frame));
    }

    @Override
    public boolean isEmpty() {
        return first == NONE && follower == NONE;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void write(StateWriter out) {
        out.one((first == NONE ? 0 : LeafForms.PATTERN) | (follower == NONE ? 0 : LeafForms.OTHER));
        if (first != NONE) {
            out.signed(first);
        }
        if (follower != NONE) {
            out.signed(follower);
        }
    }
}
