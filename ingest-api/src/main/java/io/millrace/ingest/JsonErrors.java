package io.millrace.ingest;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty itself refuses (headers it cannot read, a handler that failed) in the words of this API. */
final class JsonErrors implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String text = status >= 500 || message == null ? HttpStatus.getMessage(status) : message.toString();
        Answers.refuseAndClose(response, callback, new Refusal(status, code(status), text, again(status) ? 1 : 0));
        return true;
    }

    /** Whether the same request may fare better later; in another version of HTTP it will not. */
    private static boolean again(int status) {
        return status >= 500 && status != 505;
    }

    private static String code(int status) {
        return switch (status) {
            case 408 -> "body_timeout";
            case 413 -> "payload_too_large";
            case 431 -> "headers_too_large";
            case 503 -> "unavailable";
            case 505 -> "bad_request";
            default -> status >= 500 ? "internal" : "bad_request";
        };
    }
}
