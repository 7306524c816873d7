package io.millrace.query.http;

import io.millrace.core.definition.Ids;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what the server refuses before there is a route, such as a path that is no UTF-8, in the manner of the API: the
 * server's own page would be HTML, and nothing at all for some methods. Nothing of the request is shown. Thread-safe.
 */
final class UnroutedErrors extends ErrorHandler {

    private final String requestIdHeader;

    UnroutedErrors(String requestIdHeader) {
        this.requestIdHeader = requestIdHeader;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        String requestId = Ids.request();
        byte[] body = Json.bytes(
                Dialect.ofPath(String.valueOf(request.getHttpURI().getPath())).error(problem(code), requestId));
        response.setStatus(code);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Reply.JSON);
        response.getHeaders().put(requestIdHeader, requestId);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static Problem problem(int code) {
        return switch (code) {
            case HttpStatus.BAD_REQUEST_400 ->
                Problem.of(code, "bad_request", "the request is no valid HTTP, or its path no valid UTF-8");
            case HttpStatus.NOT_FOUND_404 -> Problem.notFound("Route");
            case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                Problem.of(code, "headers_too_large", "the path and headers are longer than the server reads");
            case HttpStatus.INTERNAL_SERVER_ERROR_500 ->
                Problem.of(code, "internal", "something broke while answering; the request id helps to find out what");
            default ->
                Problem.of(code, "http_" + code, HttpStatus.getMessage(code).toLowerCase(Locale.ROOT));
        };
    }
}
