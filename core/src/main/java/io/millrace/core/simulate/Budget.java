package io.millrace.core.simulate;

import java.time.Duration;

/** How long a simulation may run and how much it may answer. Used by one thread. */
public final class Budget {

    /** What happened is told as an object, a member at a checkpoint as a name: the one takes the room of ten others. */
    private static final long NAMES_PER_OBJECT = 10;

    private final long beginNanos = System.nanoTime();
    private final Duration time;
    private final int answerEntries;
    private long answered;

    /**
     * Time runs from now on.
     *
     * @param answerEntries names at checkpoints; a transition, a message, or whatever else is told counts for ten of them
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

    /** Room for so many transitions, messages or whatever else is told as an object. */
    void answerObjects(long objects) {
        answerNames(NAMES_PER_OBJECT * objects);
    }

    /** Room for so many names. */
    void answerNames(long names) {
        answered += names;
        if (answered > answerEntries) {
            throw new ExceededException(
                    "answer",
                    answerEntries + " members at checkpoints, of which a transition or message counts for ten");
        }
    }
}
