package io.millrace.cli.client;

/** The options make no sense, by themselves or for what they are used on. */
public final class OptionFailure extends CommandFailure {
    private static final long serialVersionUID = 1L;

    public OptionFailure(String sentence) {
        super(sentence);
    }

    public OptionFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
