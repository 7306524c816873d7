package io.millrace.query.contact;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class ContactExamples {

    static final String CONTACT =
            """
            {"id":"cntct_abcdefghijklmnop","email":"alice@example.com","external_id":"user_123","anonymous_id":null,
             "traits":{"name":"Alice Chen","plan":"growth","email":"alice@example.com"},"tags":["enterprise","active"],
             "scores":{"engagement":82,"lead":65},"subscriptions":{"*":"subscribed","news":"unsubscribed"},
             "segments":["seg_abcdefghijklmnop"],
             "recent_events":[{"messageId":"m-1","type":"track","event":"login","userId":"user_123","anonymousId":null,
               "timestamp":"2026-02-20T14:22:00.000Z","originalTimestamp":null,"receivedAt":"2026-02-20T14:22:00.120Z",
               "context":{},"properties":null,"traits":null,"integrations":null}],
             "referral_stats":{"referrals_made":0,"conversions":0},
             "created_at":"2026-01-15T10:30:00.000Z","updated_at":"2026-02-20T14:22:00.000Z"}
            """;
    static final String PAGE =
            """
            {"data":[{"id":"cntct_abcdefghijklmnop","email":"alice@example.com","external_id":"user_123",
              "anonymous_id":null,"traits":{"name":"Alice Chen","plan":"growth"},"tags":["enterprise","active"],
              "created_at":"2026-01-15T10:30:00.000Z","updated_at":"2026-02-20T14:22:00.000Z"}],
             "has_more":false,"next_cursor":null}
            """;
    static final String NEW =
            """
            {"external_id":"user_123","email":"alice@example.com","traits":{"name":"Alice Chen","plan":"growth"},
             "tags":["enterprise"],"subscriptions":{"news":"subscribed"}}
            """;
    static final String CHANGE =
            """
            {"traits":{"plan":"scale","company_size":50,"trial_ends_at":null},"tags":["enterprise","active","upgraded"],
             "scores":{"lead":70},"subscriptions":{"news":"unsubscribed"}}
            """;
    static final String DELETED = """
            {"id":"cntct_abcdefghijklmnop","deleted":true}
            """;
    static final String MERGE =
            """
            {"source_contact_id":"cntct_ponmlkjihgfedcba","conflict_resolution":"prefer_target"}
            """;
    static final String MERGED =
            """
            {"outcome":"merged","source_contact_id":"cntct_ponmlkjihgfedcba","conflict_resolution":"prefer_target",
             "contact":%s}
            """
                    .formatted(CONTACT);
    static final String EVENTS =
            """
            {"data":[{"messageId":"m-1","type":"track","event":"login","userId":"user_123","anonymousId":null,
              "timestamp":"2026-02-20T14:22:00.000Z","originalTimestamp":null,"receivedAt":"2026-02-20T14:22:00.120Z",
              "context":{},"properties":null,"traits":null,"integrations":null}],
             "has_more":false,"next_cursor":null}
            """;
    static final String SEGMENTS =
            """
            {"data":[{"id":"seg_abcdefghijklmnop","name":"Active trials","type":"dynamic",
              "since":"2026-02-18T09:00:00.000Z"}],"has_more":false,"next_cursor":null}
            """;

    private ContactExamples() {}
}
