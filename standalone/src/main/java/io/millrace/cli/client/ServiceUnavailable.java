package io.millrace.cli.client;

/** The service did not answer, or said that it cannot now; the same request may work later. */
public final class ServiceUnavailable extends CommandFailure {
    private static final long serialVersionUID = 1L;

    public ServiceUnavailable(String sentence) {
        super(sentence);
    }

    public ServiceUnavailable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
