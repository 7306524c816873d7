package io.millrace.standalone.folder;

/** The data folder cannot be used; the message is one sentence for the person who chose it. */
public final class DataFolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DataFolderException(String sentence) {
        super(sentence);
    }

    DataFolderException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
