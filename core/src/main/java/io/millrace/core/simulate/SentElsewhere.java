package io.millrace.core.simulate;

import java.util.ArrayList;
import java.util.List;

/** Counts messages of other campaigns for whoever got them, as soon as anything is heard of that contact. Used by one thread. */
final class SentElsewhere {

    private final Cursor<CampaignPlan.SentBefore> messages;
    private final Identity identity;
    private final List<CampaignPlan.SentBefore> unknown = new ArrayList<>();

    SentElsewhere(List<CampaignPlan.SentBefore> messages, Identity identity) {
        this.messages = new Cursor<>(messages, CampaignPlan.SentBefore::at);
        this.identity = identity;
    }

    /** The next instant at which a message was sent, {@link Long#MAX_VALUE} if there is none. */
    long next() {
        return messages.next();
    }

    /** To be called at every instant, after those who appear at it are known. */
    void note(long now) {
        unknown.addAll(messages.take(now));
        unknown.removeIf(message -> identity.seen(message.contact())
                .map(contact -> {
                    contact.runs.sentBefore(message.at());
                    return true;
                })
                .orElse(false));
    }
}
