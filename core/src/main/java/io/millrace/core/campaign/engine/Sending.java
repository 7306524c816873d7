package io.millrace.core.campaign.engine;

import io.millrace.core.audience.Present;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.CampaignSettings.FrequencyCap;
import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.Node;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Values;
import org.jspecify.annotations.Nullable;

/** Decides whether a message may leave now. Changes nothing. */
final class Sending {

    private static final Path EMAIL = Path.of("email");

    /**
     * What becomes of a send.
     *
     * @param skip null if it is not skipped
     * @param heldUntil the end of quiet hours; {@link Run#NEVER} if it is not held
     */
    record Verdict(@Nullable SkipReason skip, long heldUntil) {
        static final Verdict GO = new Verdict(null, Run.NEVER);

        static Verdict skip(SkipReason reason) {
            return new Verdict(reason, Run.NEVER);
        }
    }

    private Sending() {}

    /**
     * What no waiting would change comes first, so that nobody waits for nothing; then quiet hours; and caps last, which are
     * judged when the message would leave.
     */
    static Verdict judge(Node.Send node, CampaignSettings settings, Run run, ContactRuns runs, Present present) {
        if (run.heldOut) {
            return Verdict.skip(SkipReason.HOLD_OUT);
        }
        if (!node.transactional() && !consents(node, present)) {
            return Verdict.skip(SkipReason.UNSUBSCRIBED);
        }
        if (runs.suppression != ContactRuns.Suppression.NONE) {
            return Verdict.skip(SkipReason.SUPPRESSED);
        }
        if (node.channel() == Channel.EMAIL && Values.isAbsent(present.contact().trait(EMAIL))) {
            return Verdict.skip(SkipReason.NO_ADDRESS);
        }
        if (node.transactional()) {
            return Verdict.GO;
        }
        QuietHours quiet = settings.quietHours();
        if (quiet != null && LocalTimes.isQuiet(quiet, present.now(), present.zone())) {
            return quiet.mode() == QuietHours.Mode.DROP
                    ? Verdict.skip(SkipReason.QUIET_HOURS_DROPPED)
                    : new Verdict(null, LocalTimes.quietEnd(quiet, present.now(), present.zone()));
        }
        FrequencyCap cap = settings.frequencyCap();
        if (cap != null && runs.sent.within(present.now(), cap.window().millis()) >= cap.max()) {
            return Verdict.skip(SkipReason.FREQUENCY_CAP);
        }
        return Verdict.GO;
    }

    private static boolean consents(Node.Send node, Present present) {
        String group = node.group();
        return group == null ? !present.contact().leftEverything() : present.subscribed(group);
    }
}
