package io.millrace.query.access;

/** Examples of settings and keys in the OpenAPI document. */
final class AccessExamples {

    static final String SETTINGS =
            """
            {"project_id":"ws_abcdefghijklmnop","name":"Acme","slug":"acme","domain":"acme.example",
             "timezone":"Europe/Berlin","default_from_email":"hello@acme.example",
             "retention_days":null,
             "subscription_groups":{"news":{"default":"subscribed"}},"created_at":"2026-03-01T08:00:00.000Z"}
            """;
    static final String SETTINGS_PATCH =
            """
            {"timezone":"Europe/London","default_from_email":"hello@acme.example",
             "subscription_groups":{"news":{"default":"subscribed"},"old":null}}
            """;
    static final String KEYS =
            """
            {"data":[{"id":"key_abcdefghijklmnop","name":"Dashboard","type":"secret","key_hint":"...4k9m",
              "scopes":["analytics:read"],"created_at":"2026-03-01T08:00:00.000Z",
              "last_used_at":"2026-03-02T09:45:00.000Z","valid_until":null}],"has_more":false,"next_cursor":null}
            """;
    static final String NEW_KEY = """
            {"name":"Dashboard","scopes":["analytics:read"]}
            """;
    static final String CREATED_KEY =
            """
            {"id":"key_abcdefghijklmnop","name":"Dashboard","key":"mr_sk_…","scopes":["analytics:read"],
             "created_at":"2026-03-01T08:00:00.000Z"}
            """;
    static final String REVOKED_KEY =
            """
            {"id":"key_abcdefghijklmnop","name":"Dashboard","type":"secret","key_hint":"...4k9m",
             "scopes":["analytics:read"],"created_at":"2026-03-01T08:00:00.000Z","last_used_at":null,
             "valid_until":"2026-03-03T10:00:00.000Z","revoked":true}
            """;

    private AccessExamples() {}
}
