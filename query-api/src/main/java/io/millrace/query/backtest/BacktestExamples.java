package io.millrace.query.backtest;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class BacktestExamples {

    static final String NEW =
            """
            {"from":"2026-02-01","to":"2026-02-28","enroll_existing":false}
            """;

    private static final String HEAD =
            """
            {"id":"bt_abcdefghijklmnop","campaign_id":"cmp_abcdefghijklmnop","version":1,
             "from":"2026-02-28T00:00:00.000Z","to":"2026-02-28T23:59:59.999Z","enroll_existing":false,
             "started_at":"2026-03-02T10:00:00.000Z","updated_at":"2026-03-02T10:00:04.000Z","error":null,
            """;

    static final String STARTED = HEAD + """
            "status":"running","progress":0.0}
            """;

    static final String CANCELLED = HEAD + """
            "status":"cancelled","progress":0.25}
            """;

    private static final String COUNTS =
            """
            "entries":3,"sent":1,"sends":{"email":1,"push":0,"telegram":0,"onsite":0,"webhook":0},
            "skipped":{"hold_out":0,"unsubscribed":0,"suppressed":0,"no_address":0,"quiet_hours_dropped":0,
            "frequency_cap":1},"cap_hits":1,"quiet_hours_held":1,"quiet_hours_dropped":0,"limit_waits":0,"calls":0,
            "conversions":0,"exits":{"completed":2,"exit_condition":0,"goal":0,"campaign_completed":0,"merged":0,
            "deleted":0}}
            """;

    static final String COMPLETED =
            HEAD + "\"status\":\"completed\",\"progress\":1.0,\"contacts\":120,\"waiting\":1,\"totals\":{" + COUNTS
                    + ",\"days\":[{\"date\":\"2026-02-28\"," + COUNTS + "]}";

    private BacktestExamples() {}
}
