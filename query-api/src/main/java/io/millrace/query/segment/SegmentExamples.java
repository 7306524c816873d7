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

    private SegmentExamples() {}
}
