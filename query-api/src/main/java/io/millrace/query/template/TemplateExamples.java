package io.millrace.query.template;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class TemplateExamples {

    static final String PREVIEW = "{\"contact\": \"user-17\", \"event\": {\"plan\": \"trial\"}}";

    static final String NEW =
            """
            {"name":"Follow-up","subject":"Hi {{ contact.first_name | default: \\"there\\" }}",
             "html":"<p>Your cart is still there.</p>","group":"news"}
            """;
    static final String EDIT = """
            {"subject":"Welcome"}
            """;
    static final String TEMPLATE =
            """
            {"id":"tmpl_abcdefghijklmnop","name":"Follow-up","channel":"email",
             "subject":"Hi {{ contact.first_name | default: \\"there\\" }}","html":"<p>Your cart is still there.</p>",
             "text":null,"group":"news","variables":["contact.first_name"],
             "created_at":"2026-02-23T10:00:00.000Z","updated_at":"2026-02-23T10:00:00.000Z"}
            """;
    static final String PAGE =
            """
            {"data":[{"id":"tmpl_abcdefghijklmnop","name":"Plain","channel":"push","subject":null,"html":null,
              "text":"Hello","group":null,"variables":[],"created_at":"2026-02-23T10:00:00.000Z",
              "updated_at":"2026-02-23T10:00:00.000Z"}],"has_more":false,"next_cursor":null}
            """;
    static final String DELETED = """
            {"id":"tmpl_abcdefghijklmnop","deleted":true}
            """;
    static final String NEW_TENANT =
            """
            {"workspace_slug":"acme-corp","name":"Follow-up","subject":"Hi","body":"<p>Hi {{firstName}}</p>"}
            """;
    static final String TENANT_TEMPLATE =
            """
            {"success":true,"data":{"id":"tmpl_abcdefghijklmnop","name":"Follow-up","channel":"email","subject":"Hi",
             "body":"<p>Hi {{firstName}}</p>","text":null,"group":null,"variables":["firstName"],
             "created_at":"2026-02-23T10:00:00.000Z","updated_at":"2026-02-23T10:00:00.000Z"}}
            """;
    static final String TENANT_PAGE =
            """
            {"success":true,"data":[],"pagination":{"total":0,"limit":20,"offset":0,"has_more":false}}
            """;
    static final String TENANT_DELETED =
            """
            {"success":true,"data":{"id":"tmpl_abcdefghijklmnop","deleted":true}}
            """;

    private TemplateExamples() {}
}
