package io.millrace.core.simulate;

import java.time.Duration;

/** How long a simulation may run and how much it may answer. Used by one thread. */
public final class Budget {

    /**
     * A transition is 40 bytes that are kept until they are told, a message with its id 160; a name costs only the time to
     * write it.
     */
    private static final long NAMES_PER_TRANSITION = 500;

    private static final long NAMES_PER_CAMPAIGN_ENTRY = 2_000;

    private final long beginNanos = System.nanoTime();
    private final Duration time;
    private final long answerNames;
    private long answered;

    /**
     * Time runs from now on.
     *
     * @param answerNames how large the answer may be: so many names at checkpoints, of which a transition counts for 500
     *     and whatever a campaign does for 2,000
     */
    public Budget(Duration time, long answerNames) {
        this.time = time;
        this.answerNames = answerNames;
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

    /** Whether or not they are told: they are kept. */
    void answerTransitions(long transitions) {
        answerNames(NAMES_PER_TRANSITION * transitions);
    }

    /** Room for what a campaign did, be it a message, an entry, or whatever else is told. */
    void answerCampaignEntry() {
        answerNames(NAMES_PER_CAMPAIGN_ENTRY);
    }

    void answerNames(long names) {
        answered += names;
        if (answered > answerNames) {
            throw new ExceededException(
                    "answer",
                    answerNames + " members at checkpoints, of which a transition counts for " + NAMES_PER_TRANSITION
                            + " and whatever a campaign does for " + NAMES_PER_CAMPAIGN_ENTRY);
        }
    }
}
