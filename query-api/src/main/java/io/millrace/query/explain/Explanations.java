package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.Explanation;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.event.ContactId;
import io.millrace.core.rule.Rule;
import io.millrace.query.contact.ContactHistory;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.request.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Explains memberships by running the engine over the contact's stored history. Thread-safe. */
public final class Explanations {

    /** No segment's id. */
    private static final String JUDGED = "rule";

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public Explanations(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /**
     * Why a contact is in a segment at an instant, or is not.
     *
     * @param rules all segments of the workspace
     * @param contact an id, external id or anonymous id; nobody of that name ends the request with 404
     */
    public ObjectNode of(String workspace, AudienceRules rules, String segment, String contact, long atMillis) {
        ContactHistory history = ContactHistory.read(workspace, contact, atMillis, client, bounds);
        Explanation explanation = Replay.explain(history, rules, segment, atMillis)
                .orElseThrow(() -> Problem.of(
                                409, "conflict", "the rules of " + segment + " are none that this version reads")
                        .exception());
        return ExplanationJson.of(
                explanation, history.id().toString(), since(workspace, segment, history.id(), atMillis));
    }

    /**
     * Why a rule holds for a contact at an instant, or does not, over everything known now.
     *
     * @param rules all segments of the workspace, which the rule may name
     */
    Judged of(ContactHistory history, AudienceRules rules, Rule rule, long atMillis) {
        List<SegmentRule> segments = new ArrayList<>(rules.active());
        segments.add(new SegmentRule(JUDGED, 1, rule));
        AudienceRules with = new AudienceRules(
                rules.epoch(), rules.zone(), rules.optOutGroups(), segments, rules.preparing(), rules.liveFrom());
        Explanation explanation = Replay.explain(history, with, JUDGED, atMillis)
                .orElseThrow(() -> new IllegalStateException("the rule was given and is not judged: " + rule));
        return new Judged(
                explanation.member(),
                ExplanationJson.of(explanation, "", OptionalLong.empty()).path("rule"));
    }

    /** @param conditions what each condition says, as answers show it */
    record Judged(boolean holds, JsonNode conditions) {}

    /** What happened to a contact by an instant. */
    ContactHistory history(String workspace, String contact, long atMillis) {
        return ContactHistory.read(workspace, contact, atMillis, client, bounds);
    }

    /** The last entry by then, as the log has it. */
    private OptionalLong since(String workspace, String segment, ContactId contact, long atMillis) {
        SqlValues values = new SqlValues();
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT change, toUnixTimestamp64Milli(at) AS at_ms
                        FROM segment_changes
                        WHERE workspace = %s AND segment = %s AND contact = toUInt128(%s)
                          AND at <= fromUnixTimestamp64Milli(%s)
                        ORDER BY version DESC
                        LIMIT 1
                        """
                                .formatted(
                                        values.text(workspace),
                                        values.text(segment),
                                        values.text(contact.number().toString()),
                                        values.whole(atMillis))),
                bounds);
        return rows.isEmpty() || !rows.get(0).path("change").asText().equals("entered")
                ? OptionalLong.empty()
                : OptionalLong.of(rows.get(0).path("at_ms").asLong());
    }
}
