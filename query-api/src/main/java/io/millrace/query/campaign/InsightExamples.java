package io.millrace.query.campaign;

/** Examples of what is told about campaigns, as JSON. */
public final class InsightExamples {

    private InsightExamples() {}

    static final String EXPLANATION =
            """
            {"campaign": {"id": "cmp_k3v9q2m8x5b7n1c4", "name": "Welcome", "status": "active", "graph_version": 1,
              "status_since": "2026-03-01T08:00:00.000Z"},
             "contact": "cntct_6f2k9w3q8m1x5v7b", "in_run": true,
             "summary": "The contact entered at 2026-03-02T09:00:00.000Z by trigger \\"t\\" and stands at node \\"d\\" since 2026-03-02T09:00:00.000Z; it waits until 2026-03-04T09:00:00.000Z.",
             "suppressed": null,
             "runs": [{"run_id": "run_5d41402abc4b2a76b9719d911017c592", "graph_version": 1, "trigger": "t",
               "entered_at": "2026-03-02T09:00:00.000Z", "held_out": false, "state": "waiting", "ended_at": null,
               "exit_reason": null,
               "waits": {"node": "d", "type": "delay", "since": "2026-03-02T09:00:00.000Z", "for": "delay",
                 "until": "2026-03-04T09:00:00.000Z", "text": "It waits until 2026-03-04T09:00:00.000Z."},
               "text": "The contact entered at 2026-03-02T09:00:00.000Z by trigger \\"t\\" and stands at node \\"d\\" since 2026-03-02T09:00:00.000Z; it waits until 2026-03-04T09:00:00.000Z.",
               "steps": [{"at": "2026-03-02T09:00:00.000Z", "step": "entered", "node": "t"},
                 {"at": "2026-03-02T09:00:00.000Z", "step": "reached", "node": "d", "until": "2026-03-04T09:00:00.000Z"}],
               "messages": []}],
             "not_entered": null, "as_of": "2026-03-03T12:00:00.000Z"}""";

    static final String NODES =
            """
            {"campaign_id": "cmp_k3v9q2m8x5b7n1c4", "status": "active", "graph_version": 1,
             "nodes": [{"id": "t", "type": "trigger", "entered": 120, "waiting": 0, "done": 120, "exited": 0, "sent": 0,
               "skipped": {}, "failed": 0},
              {"id": "m", "type": "send", "entered": 120, "waiting": 3, "done": 117, "exited": 0, "sent": 110,
               "skipped": {"unsubscribed": 7}, "failed": 1}],
             "as_of": "2026-03-03T12:00:00.000Z"}""";

    static final String PREVIEW = "{\"node_id\": \"m\", \"contact\": \"user-17\"}";

    public static final String PREVIEWED =
            """
            {"contact_id": "cntct_6f2k9w3q8m1x5v7b", "channel": "email", "would_send": false, "subject": "Hello ",
             "html": "<p>Hello </p>", "text": "Hello", "missing": ["firstName"], "error": null,
             "event": {"plan": "trial"}, "node_id": "m"}""";
}
