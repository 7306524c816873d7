package io.millrace.query.webhook;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class WebhookExamples {

    static final String NEW =
            """
            {"url":"https://yourserver.com/webhooks/growthos","events":["contact.created","contact.updated",
              "referral.converted","survey.response.created","campaign.email.bounced"],
             "secret":"whsec_your_signing_secret"}
            """;
    static final String EDIT = """
            {"events":["contact.created","referral.converted"]}
            """;
    static final String ENDPOINT =
            """
            {"id":"whep_abcdefghijklmnop","url":"https://yourserver.com/webhooks/growthos",
             "events":["contact.created","referral.converted"],"status":"active","disabled_reason":null,
             "created_at":"2026-02-23T10:00:00.000Z","updated_at":"2026-02-23T10:00:00.000Z"}
            """;
    static final String CREATED =
            """
            {"id":"whep_abcdefghijklmnop","url":"https://yourserver.com/webhooks/growthos",
             "events":["contact.created"],"status":"active","disabled_reason":null,
             "created_at":"2026-02-23T10:00:00.000Z","updated_at":"2026-02-23T10:00:00.000Z",
             "secret":"whsec_your_signing_secret"}
            """;
    static final String PAGE = "{\"data\":[" + ENDPOINT + "],\"has_more\":false,\"next_cursor\":null}";
    static final String DELETED = """
            {"id":"whep_abcdefghijklmnop","deleted":true}
            """;
    static final String LOGS =
            """
            {"data":[
              {"id":"wh_log_abcdefghijklmnopqrstuvwx","event":"referral.converted","status":"delivered",
               "http_status":200,"attempt":1,"delivered_at":"2026-02-23T10:05:00.000Z","response_time_ms":142,
               "error":null,"test":false,"created_at":"2026-02-23T10:05:00.000Z","attempts":[
                 {"attempt":1,"at":"2026-02-23T10:05:00.000Z","status":"delivered","http_status":200,
                  "response_time_ms":142,"error":null}]},
              {"id":"wh_log_bcdefghijklmnopqrstuvwxy","event":"contact.created","status":"failed",
               "http_status":500,"attempt":1,"next_retry_at":"2026-02-23T11:00:00.000Z","delivered_at":null,
               "response_time_ms":5002,"error":"http_500: out of order","test":false,
               "created_at":"2026-02-23T10:00:00.000Z","attempts":[
                 {"attempt":1,"at":"2026-02-23T10:00:05.000Z","status":"failed","http_status":500,
                  "response_time_ms":5002,"error":"http_500: out of order"}]}],
             "has_more":false,"next_cursor":null}
            """;
    static final String DELIVERY =
            """
            {"id":"wh_log_abcdefghijklmnopqrstuvwx","event":"referral.converted","status":"delivered",
             "http_status":200,"attempt":1,"delivered_at":"2026-02-23T10:05:00.000Z","response_time_ms":142,
             "error":null,"test":false,"created_at":"2026-02-23T10:05:00.000Z","attempts":[
               {"attempt":1,"at":"2026-02-23T10:05:00.000Z","status":"delivered","http_status":200,
                "response_time_ms":142,"error":null}]}
            """;
    static final String TEST = """
            {"event":"contact.created"}
            """;
    static final String TESTED =
            """
            {"id":"wh_log_abcdefghijklmnopqrstuvwx","event":"contact.created","status":"delivered",
             "http_status":200,"attempt":1,"delivered_at":"2026-02-23T10:05:00.000Z","response_time_ms":142,
             "error":null,"test":true,"created_at":"2026-02-23T10:05:00.000Z","attempts":[
               {"attempt":1,"at":"2026-02-23T10:05:00.000Z","status":"delivered","http_status":200,
                "response_time_ms":142,"error":null}]}
            """;

    private WebhookExamples() {}
}
