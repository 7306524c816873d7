package io.millrace.core.audience;

import io.millrace.core.rule.EventTest;

/** How many events there ever were: one number. */
final class AllCount implements LeafData {

    record Form(EventTest.Count test) implements LeafForm {
        @Override
        public LeafData empty() {
            return new AllCount(this, 0);
        }

        @Override
        public LeafData read(StateReader in) {
            return new AllCount(this, in.unsigned());
        }
    }

    private final Form form;
    private long count;

    private AllCount(Form form, long count) {
        this.form = form;
        this.count = count;
    }

    @Override
    public void add(LeafEvent event, Frame frame) {
        count++;
    }

    @Override
    public void absorb(LeafData other, Frame frame) {
        count += ((AllCount) other).count;
    }

    @Override
    public boolean holds(Frame frame) {
        return form.test.comparison().holds(Long.compare(count, form.test.value()));
    }

    @Override
    public long next(Frame frame) {
        return Window.NEVER;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void write(StateWriter out) {
        out.unsigned(count);
    }
}
