package io.millrace.query.explain;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.Elapsed;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.WaitFor;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.event.Timestamps;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a run waits for where it stands.
 *
 * @param kind delay, local_time, date, rule, event, quiet_hours, slot, resume or nothing, for programs
 * @param until when it goes on if nothing else happens, in epoch milliseconds; empty if no instant is known
 * @param text for people, the end of a sentence that begins with "it"
 */
record RunWait(String kind, OptionalLong until, String text) {

    /**
     * @param version what the run goes by
     * @param current whose limits hold, whatever version the run goes by
     */
    static RunWait of(RunRow.Step place, Campaign version, Campaign current, CampaignStatus status, long now) {
        Node node = version.graph().node(place.node()).orElse(null);
        OptionalLong until = until(place, node);
        RunWait wait = waits(node, until, current.settings(), now);
        if (status != CampaignStatus.PAUSED) {
            return wait;
        }
        return until.isPresent() && until.getAsLong() > now
                ? new RunWait(wait.kind(), until, wait.text() + ", and then until the campaign is resumed")
                : new RunWait("resume", OptionalLong.empty(), "goes on when the campaign is resumed");
    }

    /** As the engine said, or, of steps that do not say it, as the node does. */
    private static OptionalLong until(RunRow.Step place, @Nullable Node node) {
        if (place.until() > 0) {
            return OptionalLong.of(place.until());
        }
        Elapsed elapsed = node instanceof Node.Delay delay
                ? delay.duration()
                : node instanceof Node.Wait wait ? wait.timeout() : null;
        return elapsed == null ? OptionalLong.empty() : OptionalLong.of(place.at() + elapsed.millis());
    }

    private static RunWait waits(@Nullable Node node, OptionalLong until, CampaignSettings limits, long now) {
        if (node instanceof Node.Wait wait) {
            boolean rule = wait.what() instanceof WaitFor.Holds;
            String what = rule ? "waits until its rule holds" : "waits for its event";
            return new RunWait(
                    rule ? "rule" : "event", until, what + (until.isPresent() ? ", at most " + at(until) : ""));
        }
        if (until.isPresent() && until.getAsLong() <= now && !(node instanceof Node.Send)) {
            return new RunWait("nothing", until, "has been due " + at(until).replace("until", "since"));
        }
        if (node instanceof Node.Delay) {
            return new RunWait("delay", until, "waits " + at(until));
        }
        if (node instanceof Node.DelayUntilTime) {
            return new RunWait("local_time", until, "waits for a local time of the contact" + then(until));
        }
        if (node instanceof Node.DelayUntilDate) {
            return new RunWait("date", until, "waits for a date" + then(until));
        }
        return node instanceof Node.Send ? sends(until, limits, now) : NOTHING;
    }

    private static RunWait sends(OptionalLong until, CampaignSettings limits, long now) {
        if (until.isPresent() && until.getAsLong() > now) {
            return new RunWait("quiet_hours", until, "waits for the end of quiet hours" + then(until));
        }
        if (limits.dailyLimit() != null) {
            String limit = "waits for a slot: the campaign sends up to " + limits.dailyLimit() + " messages a day";
            return new RunWait("slot", OptionalLong.empty(), limit);
        }
        CampaignSettings.SendRate rate = limits.sendRate();
        return rate == null
                ? NOTHING
                : new RunWait(
                        "slot",
                        OptionalLong.empty(),
                        "waits for a slot: the campaign sends up to " + rate.max() + " messages in "
                                + rate.per().text());
    }

    private static final RunWait NOTHING =
            new RunWait("nothing", OptionalLong.empty(), "waits for nothing that is known");

    private static String then(OptionalLong until) {
        return until.isPresent() ? ", " + at(until) : "";
    }

    private static String at(OptionalLong until) {
        return "until " + (until.isPresent() ? Timestamps.format(until.getAsLong()) : "an instant that is not known");
    }
}
