package io.millrace.query.access;

import static io.millrace.query.http.RouteDoc.Parameter.text;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The routes of a workspace's settings and keys. */
public final class AccessRoutes {

    private static final String TAG = "settings";

    private AccessRoutes() {}

    /** What answers each route. */
    public record Handlers(
            RouteHandler readSettings,
            RouteHandler changeSettings,
            RouteHandler listKeys,
            RouteHandler createKey,
            RouteHandler revokeKey) {}

    public static List<Route> all(Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        Guard reads = Guard.scope(Scope.SETTINGS_READ);
        Guard writes = Guard.scope(Scope.SETTINGS_WRITE);
        return List.of(
                Route.get(
                        "/v1/settings",
                        dialect,
                        reads,
                        handlers.readSettings(),
                        RouteDoc.of("readSettings", TAG, "The workspace's settings")
                                .answering(200, "Settings", AccessExamples.SETTINGS)),
                Route.patch(
                        "/v1/settings",
                        dialect,
                        writes,
                        handlers.changeSettings(),
                        RouteDoc.of("changeSettings", TAG, "Change what the body names")
                                .describedAs("Null unsets. Segments with calendar words follow the zone at once.")
                                .taking("SettingsPatch", AccessExamples.SETTINGS_PATCH)
                                .answering(200, "Settings", AccessExamples.SETTINGS)),
                Route.get(
                        "/v1/settings/keys",
                        dialect,
                        reads,
                        handlers.listKeys(),
                        RouteDoc.of("listKeys", TAG, "The keys that still work, without their secrets")
                                .with(text("format", "json (the default) or csv"))
                                .answering(200, "KeyPage", AccessExamples.KEYS)
                                .alsoAs("text/csv")),
                Route.post(
                        "/v1/settings/keys",
                        dialect,
                        writes,
                        handlers.createKey(),
                        RouteDoc.of("createSettingsKey", TAG, "Create a key")
                                .describedAs("The key is shown this once and is valid at once.")
                                .taking("NewKey", AccessExamples.NEW_KEY)
                                .answering(201, "CreatedKey", AccessExamples.CREATED_KEY)),
                Route.post(
                        "/v1/api-keys",
                        dialect,
                        writes,
                        handlers.createKey(),
                        RouteDoc.of("createApiKey", TAG, "Create a key, as POST /v1/settings/keys does")
                                .taking("NewKey", AccessExamples.NEW_KEY)
                                .answering(201, "CreatedKey", AccessExamples.CREATED_KEY)),
                Route.delete(
                        "/v1/settings/keys/{id}",
                        dialect,
                        writes,
                        handlers.revokeKey(),
                        RouteDoc.of("revokeKey", TAG, "Revoke a key")
                                .describedAs("It works for another 24 hours, so that clients can change over.")
                                .with(text("immediate", "true ends it at once"))
                                .answering(200, "RevokedKey", AccessExamples.REVOKED_KEY)));
    }
}
