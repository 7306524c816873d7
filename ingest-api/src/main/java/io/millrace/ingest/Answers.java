package io.millrace.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes whole answers, without blocking. Every one of them may be read by a page of any origin. */
final class Answers {

    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField GIF = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "image/gif");
    private static final HttpField NOT_KEPT = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");
    private static final HttpField ANY_ORIGIN = new PreEncodedHttpField(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    private static final HttpField EXPOSED =
            new PreEncodedHttpField(HttpHeader.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");

    private static final byte[] SUCCESS = "{\"success\":true}".getBytes(StandardCharsets.US_ASCII);

    /** A transparent image of one pixel. */
    private static final byte[] PIXEL =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private Answers() {}

    static void success(Response response, Callback callback) {
        json(response, callback, 200, SUCCESS);
    }

    static void pixel(Response response, Callback callback) {
        response.getHeaders().put(GIF).put(NOT_KEPT);
        write(response, callback, 200, PIXEL);
    }

    static void refuse(Response response, Callback callback, Refusal refusal) {
        if (refusal.retryAfterSeconds() > 0) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, refusal.retryAfterSeconds());
        }
        json(response, callback, refusal.status(), refusal.body());
    }

    /** Refuses while the body is still on its way, so that the connection cannot be used any further. */
    static void refuseAndClose(Response response, Callback callback, Refusal refusal) {
        response.getHeaders().put(CLOSE);
        refuse(response, callback, refusal);
    }

    static void json(Response response, Callback callback, int status, byte[] body) {
        response.getHeaders().put(JSON);
        write(response, callback, status, body);
    }

    static void text(Response response, Callback callback, String contentType, String text) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        write(response, callback, 200, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a browser's question whether it may send; the names are listed, since * leaves out Authorization. */
    static void preflight(Response response, Callback callback, String methods) {
        response.getHeaders()
                .put(HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, methods)
                .put(
                        HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS,
                        "authorization, anonymousid, sentat, x-retry-count, content-type")
                .put(HttpHeader.ACCESS_CONTROL_MAX_AGE, "600");
        write(response, callback, 204, new byte[0]);
    }

    private static void write(Response response, Callback callback, int status, byte[] body) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(ANY_ORIGIN).put(EXPOSED);
        if (status != 204) {
            headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        response.setStatus(status);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
