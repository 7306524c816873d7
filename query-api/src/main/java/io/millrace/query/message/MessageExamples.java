package io.millrace.query.message;

/** Examples of what is asked and answered about messages, as JSON. */
final class MessageExamples {

    private MessageExamples() {}

    private static final String FIELDS =
            """
            "id": "send_7d9f", "contact_id": "cntct_6f2k9w3q8m1x5v7b", "campaign_id": "cmp_k3v9q2m8x5b7n1c4",
            "node_id": "m", "run_id": "run_5d41", "channel": "email", "template_id": "tmpl_hello", "class": "marketing",
            "status": "delivered", "reason": null, "bounce_class": null, "created_at": "2026-03-02T09:00:00.000Z",
            "granted_at": "2026-03-02T09:00:00.000Z", "sent_at": "2026-03-02T09:00:00.412Z",
            "delivered_at": "2026-03-02T09:00:00.412Z", "opened_at": null, "clicked_at": null, "replied_at": null,
            "bounced_at": null, "complained_at": null, "unsubscribed_at": null, "failed_at": null, "skipped_at": null,
            "opens": 0, "clicks": 0""";

    static final String PAGE = "{\"data\": [{" + FIELDS + "}], \"has_more\": false, \"next_cursor\": null}";

    static final String TIMELINE = "{" + FIELDS
            + ", \"timeline\": [{\"event\": \"granted\", \"at\": \"2026-03-02T09:00:00.000Z\"},"
            + " {\"event\": \"message_sent\", \"at\": \"2026-03-02T09:00:00.412Z\"},"
            + " {\"event\": \"message_delivered\", \"at\": \"2026-03-02T09:00:00.412Z\"}]}";

    static final String NEW = "{\"contact\": \"user-17\", \"channel\": \"email\", \"subject\": \"Your receipt\","
            + " \"content\": \"<p>Thank you, {{ firstName }}.</p>\", \"transactional\": true}";

    static final String QUEUED = "{\"id\": \"send_7d9f\", \"contact_id\": \"cntct_6f2k9w3q8m1x5v7b\","
            + " \"channel\": \"email\", \"status\": \"queued\"}";

    private static final String CAMPAIGNOS_FIELDS =
            """
            "id": "send_7d9f", "channel": "EMAIL", "status": "DELIVERED", "subject": "Hi",
            "sentAt": "2026-03-02T09:00:00.412Z", "deliveredAt": "2026-03-02T09:00:00.412Z", "openedAt": null,
            "clickedAt": null, "bouncedAt": null, "failedAt": null, "unsubscribedAt": null,
            "createdAt": "2026-03-02T09:00:00.000Z", "contactId": "cntct_6f2k9w3q8m1x5v7b",
            "campaignId": "cmp_k3v9q2m8x5b7n1c4", "templateId": "tmpl_hello\"""";

    static final String CAMPAIGNOS_PAGE = "{\"data\": [{" + CAMPAIGNOS_FIELDS
            + "}], \"pagination\": {\"page\": 1, \"limit\": 50, \"total\": 1, \"totalPages\": 1}}";

    static final String CAMPAIGNOS = "{" + CAMPAIGNOS_FIELDS
            + ", \"contact\": {\"id\": \"cntct_6f2k9w3q8m1x5v7b\"}, \"template\": {\"id\": \"tmpl_hello\","
            + " \"name\": \"Hello\"}, \"campaign\": {\"id\": \"cmp_k3v9q2m8x5b7n1c4\", \"name\": \"Welcome\"},"
            + " \"events\": [{\"event\": \"granted\", \"at\": \"2026-03-02T09:00:00.000Z\"}]}";

    static final String NEW_CAMPAIGNOS =
            "{\"contactId\": \"ct_1\", \"channel\": \"EMAIL\", \"subject\": \"Hi\", \"body\": \"Hello {{firstName}}\"}";

    static final String QUEUED_CAMPAIGNOS = "{\"id\": \"send_7d9f\", \"channel\": \"EMAIL\", \"status\": \"QUEUED\","
            + " \"contactId\": \"cntct_6f2k9w3q8m1x5v7b\", \"campaignId\": null}";
}
