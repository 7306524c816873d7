package io.millrace.core.definition;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a workspace may set besides its name and zone.
 *
 * @param domain of its site
 * @param defaultFromEmail the sender of messages that name none
 * @param subscriptionGroups by their ids; a group that is not listed is opt-in
 * @param retentionDays for how many local days events are kept; empty for ever
 */
public record WorkspaceSettings(
        Optional<String> domain,
        Optional<String> defaultFromEmail,
        Map<String, GroupDefault> subscriptionGroups,
        Optional<Integer> retentionDays) {

    public static final WorkspaceSettings EMPTY = new WorkspaceSettings(Optional.empty(), Optional.empty(), Map.of());
    public static final int RETENTION_DAYS_MAX = 36_500;
    public static final int GROUPS_MAX = 100;
    public static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** What a contact is that has made no choice. */
    public enum GroupDefault {
        /** Opt-out: everybody is subscribed who has not left. */
        SUBSCRIBED,
        /** Opt-in: only who has joined. */
        UNSUBSCRIBED
    }

    /** Keeps events for ever. */
    public WorkspaceSettings(
            Optional<String> domain, Optional<String> defaultFromEmail, Map<String, GroupDefault> subscriptionGroups) {
        this(domain, defaultFromEmail, subscriptionGroups, Optional.empty());
    }

    public WorkspaceSettings {
        subscriptionGroups = Map.copyOf(subscriptionGroups);
        retentionDays.filter(days -> days < 1 || days > RETENTION_DAYS_MAX).ifPresent(days -> {
            throw new IllegalArgumentException(
                    "events are kept for 1 to " + RETENTION_DAYS_MAX + " days, found " + days);
        });
        if (subscriptionGroups.size() > GROUPS_MAX) {
            throw new IllegalArgumentException("a workspace has up to " + GROUPS_MAX + " subscription groups");
        }
        subscriptionGroups.keySet().forEach(group -> {
            if (!GROUP.matcher(group).matches()) {
                throw new IllegalArgumentException(
                        "a group has 1 to 64 letters, digits, hyphens and underscores, found " + group);
            }
        });
    }
}
