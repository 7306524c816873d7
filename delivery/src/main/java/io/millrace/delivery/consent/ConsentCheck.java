package io.millrace.delivery.consent;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.streams.record.SendRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a message may leave now: suppression, consent, pause, quiet hours. Pure. */
public final class ConsentCheck {

    /** The group that stands for all messages of a channel, such as {@code channel-email}. */
    public static final String CHANNEL_GROUP = "channel-";

    /** How long a message of a paused campaign waits before it is asked again. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private ConsentCheck() {}

    /**
     * @param group that the message belongs to; empty asks only whether the contact has left everything
     * @param groups what contacts are that made no choice, by group
     * @param paused whether the campaign is
     */
    public static Verdict judge(
            SendRecord send,
            Optional<String> group,
            Standing standing,
            Map<String, GroupDefault> groups,
            boolean paused,
            Instant now) {
        if (standing.gone()) {
            return new Verdict.Skip("suppressed", "the contact was deleted");
        }
        // A call of somebody's server is no message to the contact.
        if (standing.suppressed() && send.message().url() == null) {
            return new Verdict.Skip("suppressed", "a message to the contact bounced for good, or it complained");
        }
        if (!send.message().transactional()) {
            String left = left(send, group, standing, groups);
            if (left != null) {
                return new Verdict.Skip("unsubscribed", "the contact is not subscribed to " + left);
            }
        }
        if (send.test()) {
            return new Verdict.Go();
        }
        if (paused) {
            return new Verdict.Hold(now.plus(PAUSE));
        }
        QuietHours quiet = send.message().quietHours();
        if (quiet == null || send.message().transactional()) {
            return new Verdict.Go();
        }
        ZonedDateTime local = now.atZone(send.recipient().zone());
        if (!Quiet.covers(quiet, local)) {
            return new Verdict.Go();
        }
        return quiet.mode() == QuietHours.Mode.DROP
                ? new Verdict.Skip("quiet_hours_dropped", "")
                : new Verdict.Hold(Quiet.end(quiet, local));
    }

    /** What keeps the message from the contact; null if nothing does. */
    private static @Nullable String left(
            SendRecord send, Optional<String> group, Standing standing, Map<String, GroupDefault> groups) {
        Map<String, Boolean> choices = standing.subscriptions();
        String channel = CHANNEL_GROUP + send.message().channel().text();
        if (Boolean.FALSE.equals(choices.get(channel))) {
            return "messages by " + send.message().channel().text();
        }
        Boolean all = choices.get("");
        if (group.isEmpty()) {
            return Boolean.FALSE.equals(all) ? "any messages" : null;
        }
        Boolean choice = choices.getOrDefault(group.get(), all);
        boolean subscribed = choice == null ? groups.get(group.get()) == GroupDefault.SUBSCRIBED : choice;
        return subscribed ? null : "group " + group.get();
    }
}
