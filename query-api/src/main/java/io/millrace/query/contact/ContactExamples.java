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

    static final String EXPORT =
            """
            {"contact":%s,
             "persons":[{"kind":"external","id":"user_123"},{"kind":"anonymous","id":"browser-1"}],
             "segments":[{"id":"seg_abcdefghijklmnop","since":"2026-02-18T09:00:00.000Z"}],
             "segment_changes":[{"segment":"seg_abcdefghijklmnop","change":"entered","cause":"event",
               "at":"2026-02-18T09:00:00.000Z","known_at":"2026-02-18T09:00:00.100Z"}],
             "profile_writes":[{"field":"trait","key":"plan","value":"growth","timestamp":"2026-01-15T10:30:00.000Z",
               "received_at":"2026-01-15T10:30:00.100Z"}],
             "events":[{"messageId":"m-1","type":"track","event":"login","userId":"user_123","anonymousId":null,
               "timestamp":"2026-02-20T14:22:00.000Z","originalTimestamp":null,"receivedAt":"2026-02-20T14:22:00.120Z",
               "context":{},"properties":null,"traits":null,"integrations":null}]}
            """
                    .formatted(CONTACT);
    static final String IMPORT =
            """
            {"id":"imp_abcdefghijklmnop","state":"applying","detail":null,"format":"csv","rows":1000,"accepted":998,
             "rejected":2,"applied":499,"refused":0,"progress":0.5,"started_at":"2026-03-01T08:00:00.000Z",
             "updated_at":"2026-03-01T08:00:01.000Z"}
            """;
    static final String IMPORT_ERRORS =
            """
            {"data":[{"row":7,"field":"/email","reason":"invalid","message":"email: expected an e-mail address, found \\"x\\"",
              "payload":"{\\"external_id\\":\\"user_7\\",\\"email\\":\\"x\\"}"}],
             "has_more":false,"next_cursor":null}
            """;

    private ContactExamples() {}
}
