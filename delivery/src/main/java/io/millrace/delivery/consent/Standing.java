package io.millrace.delivery.consent;

import java.util.Map;

/**
 * How a contact stands to messages now.
 *
 * @param gone whether it was deleted
 * @param suppressed whether a message of its bounced for good, or it complained
 * @param subscriptions explicit choices by group, true for subscribed; the empty group is the choice for all others
 */
public record Standing(boolean gone, boolean suppressed, Map<String, Boolean> subscriptions) {
    public Standing {
        subscriptions = Map.copyOf(subscriptions);
    }
}
