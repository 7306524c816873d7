package io.millrace.ingest;

import io.millrace.core.event.EventType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a path serves.
 *
 * @param type the call of a route for single events, null elsewhere
 * @param rest what follows the prefix of a route with a variable part, else empty
 */
record Route(Kind kind, @Nullable EventType type, String rest) {

    enum Kind {
        SINGLE("POST"),
        BATCH("POST"),
        IMPORT("POST"),
        BEACON("POST"),
        SDK_METRICS("POST"),
        PIXEL("GET"),
        PROJECT_SETTINGS("GET"),
        HEALTH("GET"),
        METRICS("GET");

        private final String method;

        Kind(String method) {
            this.method = method;
        }

        String method() {
            return method;
        }
    }

    private static final String PIXEL = "/v1/pixel/";
    private static final String PROJECTS = "/v1/projects/";
    private static final String SETTINGS = "/settings";
    private static final Map<String, Route> EXACT = exact();

    private static Map<String, Route> exact() {
        Map<String, Route> routes = new HashMap<>();
        for (EventType type : EventType.values()) {
            Route route = new Route(Kind.SINGLE, type, "");
            routes.put("/v1/" + type.text(), route);
            routes.put("/v1/" + type.text().charAt(0), route);
        }
        routes.put("/v1/batch", of(Kind.BATCH));
        routes.put("/v1/b", of(Kind.BATCH));
        routes.put("/v1/import", of(Kind.IMPORT));
        routes.put("/beacon/v1/batch", of(Kind.BEACON));
        routes.put("/v1/m", of(Kind.SDK_METRICS));
        routes.put("/health", of(Kind.HEALTH));
        routes.put("/metrics", of(Kind.METRICS));
        return Map.copyOf(routes);
    }

    private static Route of(Kind kind) {
        return new Route(kind, null, "");
    }

    /** Finds the route of a path, with or without a slash at its end. */
    static Optional<Route> of(String path) {
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Route exact = EXACT.get(trimmed);
        if (exact != null) {
            return Optional.of(exact);
        }
        if (path.startsWith(PIXEL)) {
            String method = path.substring(PIXEL.length());
            return Optional.of(new Route(Kind.PIXEL, pixelType(method), method));
        }
        if (trimmed.startsWith(PROJECTS) && trimmed.endsWith(SETTINGS)) {
            int end = trimmed.length() - SETTINGS.length();
            String key = end > PROJECTS.length() ? trimmed.substring(PROJECTS.length(), end) : "";
            if (!key.isEmpty() && key.indexOf('/') < 0) {
                return Optional.of(new Route(Kind.PROJECT_SETTINGS, null, key));
            }
        }
        return Optional.empty();
    }

    private static @Nullable EventType pixelType(String method) {
        String call = method.endsWith("/") ? method.substring(0, method.length() - 1) : method;
        Route single = EXACT.get("/v1/" + call);
        return single == null ? null : single.type();
    }
}
