package io.millrace.query.http;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table from which the server, the OpenAPI document and the test of access are made.
 *
 * @param path with parameters in braces; {@value #WORKSPACE} names the workspace that the call is about
 * @param bodyBytesMax a larger body is refused with 413; a body is held in memory as a whole
 * @param stream answers calls that accept server-sent events; null if the route has none
 */
public record Route(
        Method method,
        String path,
        Dialect dialect,
        Guard guard,
        RouteHandler handler,
        RouteDoc doc,
        int bodyBytesMax,
        @Nullable StreamHandler stream) {

    public static final String WORKSPACE = "{workspaceId}";

    private static final int BODY_BYTES_MAX = 1024 * 1024;

    /** The HTTP methods that routes use. */
    public enum Method {
        GET,
        POST,
        PATCH,
        DELETE
    }

    public static Route get(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.GET, path, dialect, guard, handler, doc, BODY_BYTES_MAX, null);
    }

    public static Route post(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.POST, path, dialect, guard, handler, doc, BODY_BYTES_MAX, null);
    }

    public static Route patch(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.PATCH, path, dialect, guard, handler, doc, BODY_BYTES_MAX, null);
    }

    public static Route delete(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.DELETE, path, dialect, guard, handler, doc, BODY_BYTES_MAX, null);
    }

    /** The same route for larger bodies. */
    public Route takingUpTo(int bytes) {
        return new Route(method, path, dialect, guard, handler, doc, bytes, stream);
    }

    /** The same route, which also streams to who asks for it. */
    public Route streaming(StreamHandler streams) {
        return new Route(method, path, dialect, guard, handler, doc, bodyBytesMax, streams);
    }

    boolean namesWorkspace() {
        return path.contains(WORKSPACE);
    }
}
