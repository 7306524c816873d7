package io.millrace.flink.audience.contact;

import java.util.List;

/**
 * The tables that AudienceJob writes, each with its columns in the order in which rows are encoded; a row names its table
 * by its index. Each task inserts them in this order: who reads an outcome can read what came of it already, and who reads
 * how far the rules are judged can read the members.
 */
public final class AudienceTables {

    static final int PROFILE_WRITES = 0;
    static final int SEGMENT_CHANGES = 1;
    static final int SEGMENT_MEMBERS = 2;
    static final int IDENTITIES = 3;
    static final int CONTACTS = 4;

    public static final int MESSAGES = 5;
    public static final int ENROLLMENT_STEPS = 6;

    static final int API_OUTCOMES = 7;
    static final int RULES_JUDGED = 8;

    private AudienceTables() {}

    /** What an insert names, by index. */
    public static List<String> targets() {
        return List.of(
                "profile_writes (workspace, field, key, person, value, timestamp, received_at, sequence)",
                "segment_changes (workspace, segment, contact, change, cause, at, known_at, rule_version, evidence,"
                        + " version)",
                "segment_members (workspace, segment, contact, is_member, since, version)",
                "identities (workspace, person, from_ms, contact, kind, id, version)",
                "contacts (workspace, contact, external_id, anonymous_id, generation, email, traits, tags, scores,"
                        + " subscriptions, segments, created_at, updated_at, gone, merged_into, version)",
                "messages (workspace, campaign, send_id, campaign_version, node, visit, run, contact, channel, template,"
                        + " class, outcome, reason, note, at, version)",
                "enrollment_steps (workspace, campaign, run, campaign_version, contact, step, node, from_node, visit,"
                        + " reason, until, at, version)",
                "api_outcomes (workspace, request_id, contact, outcome, detail, at)",
                "rules_judged (task, tasks, version)");
    }
}
