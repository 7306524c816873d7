package io.millrace.query.http;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table from which the server, the OpenAPI document and the test of access are made.
 *
 * @param path with parameters in braces; {@value #WORKSPACE} names the workspace that the call is about
 * @param bodyBytesMax a larger body is refused with 413; a body is held in memory as a whole
 * @param stream answers calls that accept server-sent events; null if the route has none
 * @param heavy may need much of ClickHouse, so that only a few are answered at once
 */
public record Route(
        Method method,
        String path,
        Dialect dialect,
        Guard guard,
        RouteHandler handler,
        RouteDoc doc,
        int bodyBytesMax,
        @Nullable StreamHandler stream,
        boolean heavy) {

    public static final String WORKSPACE = "{workspaceId}";

    /** In place of a bound: the body is not held in memory, the handler reads it as it comes. */
    private static final int UPLOAD = -1;

    private static final int BODY_BYTES_MAX = 1024 * 1024;

    /** Of a route that has nothing but a stream; asked for its headers alone. */
    private static final RouteHandler STREAM_ONLY = call -> Reply.text(200, "text/event-stream", "");

    /** The HTTP methods that routes use. */
    public enum Method {
        GET,
        POST,
        PATCH,
        DELETE
    }

    public static Route get(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.GET, path, dialect, guard, handler, doc, BODY_BYTES_MAX, null, false);
    }

    /** A route that streams whatever the client accepts. */
    public static Route stream(String path, Dialect dialect, Guard guard, StreamHandler streams, RouteDoc doc) {
        return new Route(Method.GET, path, dialect, guard, STREAM_ONLY, doc, BODY_BYTES_MAX, streams, false);
    }

    public static Route post(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.POST, path, dialect, guard, handler, doc, BODY_BYTES_MAX, null, false);
    }

    public static Route patch(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.PATCH, path, dialect, guard, handler, doc, BODY_BYTES_MAX, null, false);
    }

    public static Route delete(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.DELETE, path, dialect, guard, handler, doc, BODY_BYTES_MAX, null, false);
    }

    /** The same route for larger bodies. */
    public Route takingUpTo(int bytes) {
        return new Route(method, path, dialect, guard, handler, doc, bytes, stream, heavy);
    }

    /** The same route, which also streams to who asks for it. */
    public Route streaming(StreamHandler streams) {
        return new Route(method, path, dialect, guard, handler, doc, bodyBytesMax, streams, heavy);
    }

    /** The same route, one of those that wait for their turn. */
    public Route asHeavy() {
        return new Route(method, path, dialect, guard, handler, doc, bodyBytesMax, stream, true);
    }

    /** The same route for a body of any length, which the handler reads as it comes. */
    public Route takingUploads() {
        return takingUpTo(UPLOAD);
    }

    boolean streamsOnly() {
        return handler == STREAM_ONLY;
    }

    boolean takesUploads() {
        return bodyBytesMax == UPLOAD;
    }

    boolean namesWorkspace() {
        return path.contains(WORKSPACE);
    }
}
