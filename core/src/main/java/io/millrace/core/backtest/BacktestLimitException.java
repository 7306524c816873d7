package io.millrace.core.backtest;

/** A backtest needed more of something than there is for it; the message is meant for whoever asked. */
public final class BacktestLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String limit;

    /** @param limit what there was too little of, in a word */
    public BacktestLimitException(String limit, String bound) {
        super("the backtest needed more than " + bound, null, false, false);
        this.limit = limit;
    }

    public String limit() {
        return limit;
    }
}
