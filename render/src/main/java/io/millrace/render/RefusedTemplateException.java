package io.millrace.render;

/** Ends a rendering from within the library; the message is meant for people. */
final class RefusedTemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedTemplateException(String message) {
        super(message);
    }
}
