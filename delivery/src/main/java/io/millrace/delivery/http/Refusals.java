package io.millrace.delivery.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;

/** Answers to calls that cannot be served. */
final class Refusals {

    private static final String SECURITY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'";

    private Refusals() {}

    /** Ends a call of an API with a status and a reason. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        RefusedException(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    static void answer(RefusedException refused, Context context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error").put("code", refused.code).put("message", refused.getMessage());
        json(context.status(refused.status), json);
    }

    static void later(Context context) {
        context.header("Retry-After", "2");
        html(context.status(503), Pages.later());
    }

    static void unknownLink(Context context) {
        html(context.status(404), Pages.unknownLink());
    }

    static void html(Context context, String page) {
        headers(context).header("Content-Security-Policy", SECURITY).html(page);
    }

    static void json(Context context, ObjectNode json) {
        headers(context).contentType("application/json").result(json.toString());
    }

    /** A token in an address must not reach another site. */
    static Context headers(Context context) {
        return context.header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff");
    }
}
