package io.millrace.query.segment;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class SegmentExamples {

    static final String NEW =
            """
            {"name":"Active Trial Users","rules":{"operator":"AND","conditions":[
              {"field":"traits.plan","op":"eq","value":"trial"},
              {"field":"events.login","op":"count_gte","value":3,"window":"7d"},
              {"field":"traits.signed_up_at","op":"gte","value":"2025-01-01"}]}}
            """;
    static final String EDIT =
            """
            {"name":"Active Trial Users (Updated)","rules":{"operator":"AND","conditions":[
              {"field":"traits.plan","op":"eq","value":"trial"},
              {"field":"events.login","op":"count_gte","value":5,"window":"7d"}]}}
            """;
    static final String SEGMENT =
            """
            {"id":"seg_abcdefghijklmnop","name":"Active Trial Users","description":"","type":"dynamic",
             "rules":{"field":"traits.plan","op":"eq","value":"trial"},"contact_count":1243,"status":"active",
             "version":42,"created_at":"2026-02-23T10:00:00.000Z","updated_at":"2026-02-23T10:00:00.000Z"}
            """;
    static final String PAGE =
            """
            {"data":[{"id":"seg_abcdefghijklmnop","name":"VIP","description":"","type":"static","rules":null,
              "contact_count":7,"status":"active","version":42,"created_at":"2026-02-23T10:00:00.000Z",
              "updated_at":"2026-02-23T10:00:00.000Z"}],"has_more":false,"next_cursor":null}
            """;
    static final String DELETED = """
            {"id":"seg_abcdefghijklmnop","deleted":true}
            """;

    static final String MEMBERS =
            """
            {"data":[{"id":"cntct_abcdefghijklmnop","email":"alice@example.com","external_id":"user_123",
              "anonymous_id":null,"traits":{"plan":"trial"},"tags":[],"created_at":"2026-01-15T10:30:00.000Z",
              "updated_at":"2026-02-20T14:22:00.000Z"}],
             "has_more":false,"next_cursor":null,"as_of":"2026-02-23T10:00:00.000Z"}
            """;
    static final String NAMES = """
            {"contacts":["user_123","cntct_abcdefghijklmnop"]}
            """;
    static final String ADDED =
            """
            {"id":"seg_abcdefghijklmnop","added":2,"contact_count":9}
            """;
    static final String REMOVED =
            """
            {"id":"seg_abcdefghijklmnop","removed":2,"contact_count":7}
            """;
    static final String ESTIMATE_REQUEST =
            """
            {"rules":{"operator":"AND","conditions":[
              {"field":"traits.plan","op":"eq","value":"trial"},
              {"field":"events.login","op":"count_gte","value":10,"window":"30d"}]}}
            """;
    static final String ESTIMATE =
            """
            {"estimated_count":487,"total_contacts":12500,"percentage":3.9,
             "sample":[{"id":"cntct_abcdefghijklmnop","email":"alice@example.com","external_id":"user_123",
              "anonymous_id":null,"traits":{"plan":"trial"},"tags":[],"created_at":"2026-01-15T10:30:00.000Z",
              "updated_at":"2026-02-20T14:22:00.000Z"}],
             "reachable":{"email":401,"push":12,"telegram":0,"onsite":487,"webhook":487},
             "as_of":"2026-02-23T10:00:00.000Z"}
            """;
    static final String CHANGES =
            """
            {"data":[{"segment":"seg_abcdefghijklmnop","contact":"cntct_abcdefghijklmnop","external_id":"user_123",
              "anonymous_id":null,"change":"exited","cause":"expiry","at":"2026-02-23T10:00:00.000Z",
              "known_at":"2026-02-23T10:00:00.000Z","version":42,"evidence":{"condition":{"field":"events.login",
              "op":"count_gte","value":3,"window":"7d"}}}],"has_more":false,"next_cursor":null}
            """;

    static final String EXPLANATION =
            """
            {"segment":"seg_abcdefghijklmnop","contact":"cntct_abcdefghijklmnop","member":true,
             "since":"2026-03-04T12:00:00.000Z","changes_at":"2026-03-09T12:00:00.000Z","version":42,
             "rule":{"condition":{"field":"events.login","op":"count_gte","value":1,"window":"7d"},"holds":true,"value":1,
              "events":[{"name":"login","message_id":"m-1","timestamp":"2026-03-02T12:00:00.000Z",
               "received_at":"2026-03-04T12:00:00.000Z"}],"changes_at":"2026-03-09T12:00:00.000Z"},
             "as_of":"2026-03-05T00:00:00.000Z"}
            """;

    private SegmentExamples() {}
}
