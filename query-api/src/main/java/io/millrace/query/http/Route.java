package io.millrace.query.http;

/**
 * One row of the table from which the server, the OpenAPI document and the test of access are made.
 *
 * @param path with parameters in braces; {@value #WORKSPACE} names the workspace that the call is about
 */
public record Route(Method method, String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {

    public static final String WORKSPACE = "{workspaceId}";

    /** The HTTP methods that routes use. */
    public enum Method {
        GET,
        POST
    }

    public static Route get(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.GET, path, dialect, guard, handler, doc);
    }

    public static Route post(String path, Dialect dialect, Guard guard, RouteHandler handler, RouteDoc doc) {
        return new Route(Method.POST, path, dialect, guard, handler, doc);
    }

    boolean namesWorkspace() {
        return path.contains(WORKSPACE);
    }
}
