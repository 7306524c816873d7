package io.millrace.core.audience;

import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.EventTest.Aggregate.Function;
import java.math.BigDecimal;

/**
 * How the least or greatest value of a property compares: the newest times of a value below, at and above the one it is
 * compared with. Three times suffice for any window, for which side the extreme is on follows from which are inside.
 */
final class Extreme implements LeafData {

    private static final long NONE = Long.MIN_VALUE;

    record Form(EventTest.Aggregate test, Window window) implements LeafForm {
        @Override
        public LeafData empty() {
            return new Extreme(this);
        }

        @Override
        public LeafData read(StateReader in) {
            Extreme extreme = new Extreme(this);
            int which = in.one();
            for (int side = 0; side < extreme.newest.length; side++) {
                if ((which >> side & 1) != 0) {
                    extreme.newest[side] = in.signed();
                }
            }
            return extreme;
        }
    }

    private final Form form;
    /** Of values below, at and above, {@link #NONE} where there is none. */
    private final long[] newest = {NONE, NONE, NONE};

    private Extreme(Form form) {
        this.form = form;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        BigDecimal number = event.number();
        if (number != null && form.window.keeps(event.timestamp(), frame.now())) {
            int side = Integer.signum(number.compareTo(form.test.value())) + 1;
            newest[side] = Math.max(newest[side], event.timestamp());
        }
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        for (int side = 0; side < newest.length; side++) {
            newest[side] = Math.max(newest[side], ((Extreme) other).newest[side]);
        }
    }

    private long leaves(int side, Frame frame) {
        return newest[side] == NONE ? Long.MIN_VALUE : form.window.leaves(newest[side], frame);
    }

    private boolean holdsAt(long instant, Frame frame) {
        boolean max = form.test.function() == Function.MAX;
        for (int i = 0; i < newest.length; i++) {
            int side = max ? newest.length - 1 - i : i;
            if (leaves(side, frame) > instant) {
                return form.test.comparison().holds(side - 1);
            }
        }
        return false;
    }

    @Override
    public boolean holds(Frame frame) {
        return holdsAt(frame.now(), frame);
    }

    @Override
    public long next(Frame frame) {
        boolean now = holds(frame);
        long next = Window.NEVER;
        for (int side = 0; side < newest.length; side++) {
            long leaves = leaves(side, frame);
            if (leaves > frame.now() && leaves < next && holdsAt(leaves, frame) != now) {
                next = leaves;
            }
        }
        return next;
    }

    @Override
    public boolean isEmpty() {
        return newest[0] == NONE && newest[1] == NONE && newest[2] == NONE;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void write(StateWriter out) {
        int which = 0;
        for (int side = 0; side < newest.length; side++) {
            which |= newest[side] == NONE ? 0 : 1 << side;
        }
        out.one(which);
        for (long time : newest) {
            if (time != NONE) {
                out.signed(time);
            }
        }
    }
}
