package io.millrace.core.simulate;

import java.time.Duration;

/** How long a simulation may run and how much it may answer. Used by one thread. */
public final class Budget {

    /** A transition is an object, a member at a checkpoint but a name: it counts for so many of them. */
    static final int TRANSITION = 10;

    private final long beginNanos = System.nanoTime();
    private final Duration time;
    private final int answerEntries;
    private long answered;

    /**
     * Time runs from now on.
     *
     * @param answerEntries transitions and names at checkpoints
     */
    public Budget(Duration time, int answerEntries) {
        this.time = time;
        this.answerEntries = answerEntries;
    }

    /** What a simulation needed more of than there was; the message is meant for whoever asked. */
    public static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String limit;
        private final String bound;

        private ExceededException(String limit, String bound) {
            super("the simulation needed more than " + bound, null, false, false);
            this.limit = limit;
            this.bound = bound;
        }

        /** What there was too little of: {@code time} or {@code answer}. */
        public String limit() {
            return limit;
        }

        public String bound() {
            return bound;
        }
    }

    /** To be called before every piece of work that may take long. */
    void checkTime() {
        if (System.nanoTime() - beginNanos > time.toNanos()) {
            throw new ExceededException("time", time.toMillis() / 1000.0 + " s");
        }
    }

    void answer(int entries) {
        answered += entries;
        if (answered > answerEntries) {
            throw new ExceededException("answer", answerEntries + " transitions and members at checkpoints");
        }
    }
}
