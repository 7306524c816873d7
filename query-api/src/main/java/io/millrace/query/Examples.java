package io.millrace.query;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class Examples {

    static final String QUERY =
            """
            {"type":"event_count","event":"signup","interval":"day","from":"2026-03-01","to":"2026-03-02",
             "filters":{"properties.plan":"growth"},"group_by":"utm.source"}
            """;
    static final String QUERY_ANSWER =
            """
            {"type":"event_count","interval":"day","timezone":"UTC","from":"2026-03-01","to":"2026-03-02",
             "data":[{"date":"2026-03-01","groups":{"newsletter":3,"$none":1}},
                     {"date":"2026-03-02","groups":{"newsletter":2,"$none":0}}],
             "groups":[{"label":"newsletter","values":["newsletter"],"total":5},{"label":"$none","values":[null],"total":1}],
             "total":6}
            """;
    static final String EVENTS =
            """
            {"data":[{"messageId":"m-1","type":"track","event":"signup","userId":"u-1","anonymousId":null,
              "timestamp":"2026-03-01T08:00:00.000Z","originalTimestamp":null,"receivedAt":"2026-03-01T08:00:01.000Z",
              "context":{},"properties":{"plan":"growth"},"traits":null,"integrations":null}],
             "has_more":false,"next_cursor":null}
            """;
    static final String REJECTED =
            """
            {"data":[{"messageId":"m-2","reason":"missing_event","detail":"event: found nothing, expected a name",
              "position":0,"payload":{"type":"track","messageId":"m-2","userId":"u-1"},
              "receivedAt":"2026-03-01T08:00:01.000Z","importId":null}],
             "has_more":false,"next_cursor":null}
            """;
    static final String ACCOUNTING =
            """
            {"as_of":"2026-03-01T08:00:02.000Z","caught_up":true,"behind":0,
             "keys":[{"key_id":"key_abcdefghijklmnop","accepted":3,"stored":1,"duplicate":1,"rejected":1}],
             "total":{"accepted":3,"stored":1,"duplicate":1,"rejected":1},
             "partitions":[{"topic":"events","partition":0,"behind":0}]}
            """;
    static final String OVERVIEW =
            """
            {"total_contacts":120,"contacts_30d":80,"events_today":45,"events_avg_daily":38.5,
             "active_campaigns":0,"nps_score":0,"referral_conversion_rate":0.0}
            """;
    static final String SQL =
            """
            {"query":"SELECT event, count() AS n FROM events GROUP BY event"}
            """;
    static final String SQL_ANSWER = """
            {"data":[{"event":"signup","n":6}]}
            """;
    static final String WORKSPACES =
            """
            [{"id":"ws_abcdefghijklmnop","name":"Shop","slug":"shop","timezone":"Europe/Berlin",
              "created_at":"2026-03-01T08:00:00.000Z"}]
            """;
    static final String NEW_WORKSPACE =
            """
            {"name":"Shop","slug":"shop","timezone":"Europe/Berlin"}
            """;
    static final String CREATED_WORKSPACE =
            """
            {"id":"ws_abcdefghijklmnop","name":"Shop","slug":"shop","timezone":"Europe/Berlin",
             "created_at":"2026-03-01T08:00:00.000Z","write_key":"mr_wk_…","secret_key":"mr_sk_…"}
            """;
    static final String NEW_KEY = """
            {"name":"Dashboard","scopes":["analytics:read"]}
            """;
    static final String CREATED_KEY =
            """
            {"id":"key_abcdefghijklmnop","name":"Dashboard","key":"mr_sk_…","scopes":["analytics:read"],
             "created_at":"2026-03-01T08:00:00.000Z"}
            """;
    static final String DAILY_SERIES =
            """
            {"period":"1d","series":[
              {"date":"2026-03-01","events":150,"contacts":4,"messages":50,"opens":15,"clicks":5}]}
            """;
    static final String SIMPLE_FUNNEL =
            """
            {"period":"30d","steps":[{"step":"signup","count":10,"dropoff":0,"conversionFromPrevious":1.0},
              {"step":"purchase","count":4,"dropoff":6,"conversionFromPrevious":0.4}],"overallConversion":0.4}
            """;
    static final String HEALTH = """
            {"status":"ok","checks":{"clickhouse":"ok"}}
            """;

    private Examples() {}
}
