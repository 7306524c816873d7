package io.millrace.render;

/** This message cannot be written for this contact; the message is meant for who wrote the template. */
public final class RenderException extends Exception {

    private static final long serialVersionUID = 1L;

    RenderException(String message) {
        super(message);
    }
}
