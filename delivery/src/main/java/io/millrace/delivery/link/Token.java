package io.millrace.delivery.link;

import io.millrace.core.campaign.Channel;
import io.millrace.core.event.Person;
import java.util.Optional;

/**
 * What a link in a message stands for.
 *
 * @param group that the message belongs to
 * @param url where the link leads, for clicks; else empty
 */
public record Token(
        Use use,
        String workspace,
        String sendId,
        String campaign,
        String node,
        Channel channel,
        Optional<String> template,
        Person person,
        Optional<String> group,
        String url) {

    /** What a token may be used for; one of another use is refused. */
    public enum Use {
        OPEN,
        CLICK,
        /** Leaves on POST, shows a page on GET; leads on to the preferences. */
        UNSUBSCRIBE
    }
}
