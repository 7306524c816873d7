package io.millrace.core.simulate;

import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.engine.ExitReason;
import io.millrace.core.campaign.engine.SkipReason;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a scenario does to its campaign. Each list is in order of instant, contact, node; instants are epoch milliseconds. */
public record CampaignOutcome(
        List<Message> messages,
        List<Skip> skipped,
        List<Entry> entries,
        List<Exit> exits,
        List<Conversion> conversions,
        List<Wait> waiting,
        List<Outcome.Refusal> refused) {

    public CampaignOutcome {
        messages = List.copyOf(messages);
        skipped = List.copyOf(skipped);
        entries = List.copyOf(entries);
        exits = List.copyOf(exits);
        conversions = List.copyOf(conversions);
        waiting = List.copyOf(waiting);
        refused = List.copyOf(refused);
    }

    /**
     * @param contact null for a test
     * @param template null if the message has content of its own only
     * @param to the address of a test, null otherwise
     */
    public record Message(
            long at,
            @Nullable String contact,
            String node,
            Channel channel,
            @Nullable String template,
            String sendId,
            @Nullable String to) {}

    public record Skip(long at, String contact, String node, SkipReason reason) {}

    public record Entry(long at, String contact) {}

    public record Exit(long at, String contact, ExitReason reason) {}

    public record Conversion(long at, String contact) {}

    /** @param until empty if nobody knows */
    public record Wait(String contact, String node, OptionalLong until) {}
}
