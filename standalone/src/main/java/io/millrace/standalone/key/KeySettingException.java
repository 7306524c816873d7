package io.millrace.standalone.key;

/** A key setting cannot be used; the message is one sentence that names it, never the key. */
public final class KeySettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeySettingException(String sentence) {
        super(sentence);
    }
}
