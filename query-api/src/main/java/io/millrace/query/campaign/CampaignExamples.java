package io.millrace.query.campaign;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class CampaignExamples {

    static final String NEW =
            """
            {"name":"Onboarding Sequence","type":"lifecycle",
             "trigger":{"event":"signup_completed","segment_id":"seg_abcdefghijklmnop"},
             "steps":[{"delay":"0m","subject":"Welcome","template_id":"tmpl_abcdefghijklmnop"},
                      {"delay":"2d","subject":"Getting started","template_id":"tmpl_ponmlkjihgfedcba"}]}
            """;
    static final String EDIT =
            """
            {"name":"Onboarding Sequence v2",
             "steps":[{"delay":"0m","subject":"Welcome aboard!","template_id":"tmpl_abcdefghijklmnop"}]}
            """;
    static final String CAMPAIGN =
            """
            {"id":"cmp_abcdefghijklmnop","name":"Hello","description":"","type":"lifecycle","status":"draft",
             "trigger":{"event":"signup_completed"},
             "steps":[{"delay":"0m","subject":"Welcome","content":"<p>Hi</p>"}],
             "nodes":[{"id":"trigger","type":"trigger","on":"event","event":"signup_completed"},
                      {"id":"step-1","type":"send","channel":"email","subject":"Welcome","content":"<p>Hi</p>"}],
             "edges":[{"from":"trigger","to":"step-1"}],"settings":{},"version":42,"graph_version":1,
             "created_at":"2026-02-23T10:00:00.000Z","updated_at":"2026-02-23T10:00:00.000Z"}
            """;
    static final String PAGE = """
            {"data":[],"has_more":false,"next_cursor":null}
            """;
    static final String DELETED = """
            {"id":"cmp_abcdefghijklmnop","deleted":true}
            """;
    static final String TEST = """
            {"email":"test@yourteam.com","step_index":0}
            """;
    static final String TESTED =
            """
            {"campaign_id":"cmp_abcdefghijklmnop","step_index":0,"email":"test@yourteam.com",
             "send_id":"send_abcdefghijklmnopqrstuvwx","status":"queued"}
            """;
    static final String STATS =
            """
            {"campaign_id":"cmp_abcdefghijklmnop","status":"active","stats":{"sent":4520,"delivered":4480,
             "opened":2150,"clicked":890,"bounced":40,"unsubscribed":12,"open_rate":0.4799107142857143,
             "click_rate":0.19866071428571427,"bounce_rate":0.008849557522123894,
             "unsubscribe_rate":0.002678571428571429},"updated_at":"2026-02-23T12:00:00.000Z"}
            """;
    static final String ENROLL = """
            {"contact_ids":["user_1","cntct_abcdefghijklmnop"]}
            """;
    static final String ENROLLED =
            """
            {"enrolled":1,"already_enrolled":0,"errors":1,"details":[{"contact_id":"user_1","status":"enrolled"},
             {"contact_id":"cntct_abcdefghijklmnop","status":"error","reason":"suppressed"}]}
            """;

    static final String NEW_CAMPAIGNOS =
            """
            {"name":"Welcome Series","description":"Onboarding email sequence for new signups","type":"AUTOMATED",
             "workflow":{"nodes":[],"edges":[]},
             "settings":{"frequencyCap":3,"quietHours":{"start":"22:00","end":"08:00"}},
             "startAt":"2026-02-01T00:00:00.000Z","endAt":"2026-03-01T00:00:00.000Z"}
            """;
    static final String EDIT_CAMPAIGNOS =
            """
            {"name":"Welcome Series v2","status":"PAUSED"}
            """;
    static final String CAMPAIGNOS =
            """
            {"id":"cmp_abcdefghijklmnop","name":"Welcome Series","status":"DRAFT","type":"AUTOMATED",
             "createdAt":"2026-01-15T10:00:00.000Z","updatedAt":"2026-01-15T10:00:00.000Z","description":"",
             "startAt":"2026-02-01T00:00:00.000Z","endAt":null,"workflow":{"nodes":[],"edges":[]},
             "settings":{"frequencyCap":3},"triggers":[],"actions":[],"abTests":[],"version":42,
             "_count":{"enrollments":0,"messages":0}}
            """;
    static final String CAMPAIGNOS_LIST =
            """
            [{"id":"cmp_abcdefghijklmnop","name":"Welcome Series","status":"ACTIVE","type":"AUTOMATED",
              "createdAt":"2026-01-15T10:00:00.000Z",
              "triggers":[{"id":"t","type":"SEGMENT_ENTRY","segmentId":"seg_abcdefghijklmnop"}],
              "_count":{"enrollments":5000,"messages":12000}}]
            """;
    static final String EXECUTE =
            """
            {"action":"execute_for_contact","contactId":"cntct_abcdefghijklmnop"}
            """;
    static final String ENROLL_CAMPAIGNOS = """
            {"contactIds":["ct_1","ct_2","ct_3"]}
            """;
    static final String ENROLLED_CAMPAIGNOS =
            """
            {"enrolled":2,"alreadyEnrolled":1,"errors":0,"details":[{"contactId":"ct_1","status":"enrolled"},
             {"contactId":"ct_2","status":"enrolled"},{"contactId":"ct_3","status":"already_enrolled"}]}
            """;

    static final String NEW_TENANT =
            """
            {"workspace_slug":"acme-corp","name":"New Campaign","goal":"lead_gen"}
            """;
    static final String CREATED_TENANT =
            """
            {"success":true,"data":{"id":"cmp_abcdefghijklmnop","name":"New Campaign","status":"draft"}}
            """;
    static final String EDIT_TENANT =
            """
            {"name":"Updated Name","settings":{"daily_limit":100}}
            """;
    static final String TENANT =
            """
            {"success":true,"data":{"id":"cmp_abcdefghijklmnop","name":"Q4 Outreach","status":"active",
             "sequence":[{"step":1,"type":"email","subject":"Hello {{firstName}}","body":"..."}],
             "settings":{"daily_limit":50,"track_opens":true},"goal":"sales","version":42,
             "created_at":"2025-11-01T10:00:00.000Z","updated_at":"2025-11-01T10:00:00.000Z"}}
            """;
    static final String TENANT_PAGE =
            """
            {"success":true,"data":[{"id":"cmp_abcdefghijklmnop","name":"Q4 Outreach","status":"active",
              "stats":{"sent":150,"opened":45,"replied":12},"created_at":"2025-11-01T10:00:00.000Z"}],
             "pagination":{"total":1,"limit":20,"offset":0,"has_more":false}}
            """;
    static final String SEND = """
            {"action":"start"}
            """;

    private CampaignExamples() {}
}
