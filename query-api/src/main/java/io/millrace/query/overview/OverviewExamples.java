package io.millrace.query.overview;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class OverviewExamples {

    static final String DASHBOARD =
            """
            {"contacts":{"total":400,"new":12},"campaigns":{"total":2,"active":1},
             "messages":{"total":100,"sent":100,"opened":40,"clicked":10,"openRate":0.4,"clickRate":0.1},
             "events":{"total":5000}}
            """;
    static final String CAMPAIGN =
            """
            {"campaign":{"id":"cmp_abcdefghijklmnop","name":"Welcome"},
             "enrollments":{"total":0,"active":0,"completed":0},
             "messages":{"total":100,"sent":100,"delivered":80,"opened":40,"clicked":10,"bounced":4,"failed":1,
              "openRate":0.5,"clickRate":0.125,"bounceRate":0.05},
             "statusBreakdown":[{"status":"SENT","_count":100},{"status":"DELIVERED","_count":80}],
             "channelBreakdown":[{"channel":"EMAIL","_count":90},{"channel":"PUSH","_count":10}],"abTests":[]}
            """;
    static final String SOURCES =
            """
            {"period":"30d","sources":[{"source":"newsletter","medium":"email","campaign":null,"uniqueVisitors":40,
              "totalEvents":120}],"totalAttributedEvents":120,"conversions":7}
            """;
    static final String COHORTS =
            """
            {"period":"8d","metric":"events","cohorts":[{"cohort":"2026-03-01","size":10,"activeContacts":4,
              "retentionRate":0.4,"retention":{"week_0":10,"week_1":4}}]}
            """;

    private OverviewExamples() {}
}
