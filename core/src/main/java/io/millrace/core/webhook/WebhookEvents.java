package io.millrace.core.webhook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names by which endpoints subscribe. One happening may have several names, since two spellings are in use for some;
 * an endpoint is told under the name that it asked for. Pure.
 */
public final class WebhookEvents {

    public static final String CONTACT_CREATED = "contact.created";
    public static final String CONTACT_UPDATED = "contact.updated";
    public static final String CONTACT_MERGED = "contact.merged";
    public static final String CONTACT_DELETED = "contact.deleted";
    public static final String SEGMENT_ENTERED = "segment.entered";
    public static final String SEGMENT_EXITED = "segment.exited";
    public static final String EVENT_PROCESSED = "event.processed";

    private static final List<String> OF_CONTACT =
            List.of(CONTACT_CREATED, CONTACT_UPDATED, CONTACT_MERGED, CONTACT_DELETED);

    /** A message's life; the events of the stream are named {@code message_} and one of these. */
    private static final List<String> LIFE = List.of(
            "sent",
            "delivered",
            "opened",
            "clicked",
            "bounced",
            "complained",
            "unsubscribed",
            "replied",
            "failed",
            "skipped");

    private static final Map<String, String> BY_CAMPAIGN_STATUS =
            Map.of("active", "campaign.activated", "paused", "campaign.paused", "completed", "campaign.completed");

    /** What referral programs, surveys and waitlists tell by ordinary events; names in one list mean the same. */
    private static final List<List<String>> OF_PROGRAMS = List.of(
            List.of("referral.link_created"),
            List.of("referral.clicked"),
            List.of("referral.converted"),
            List.of("referral.reward_issued"),
            List.of("survey.response.created", "survey.response_received"),
            List.of("survey.nps_promoter"),
            List.of("survey.nps_detractor"),
            List.of("waitlist.entry_created"),
            List.of("waitlist.position_changed"),
            List.of("waitlist.entry_approved"));

    private static final Map<String, List<String>> BY_EVENT = byEvent();
    private static final Set<String> ALL = all();

    private WebhookEvents() {}

    /** Every name, in the order in which people are shown them. */
    public static Set<String> names() {
        return ALL;
    }

    /** Whether an endpoint may subscribe to it: a name, the start of one and {@code .*}, or {@code *}. */
    public static boolean canSubscribe(String pattern) {
        return ALL.contains(pattern)
                || pattern.equals("*")
                || (pattern.endsWith(".*") && ALL.stream().anyMatch(name -> name.startsWith(prefix(pattern))));
    }

    /**
     * The name under which a happening is told to who subscribed to these; empty if none of them means it.
     *
     * @param names all names of the happening
     */
    public static Optional<String> match(List<String> subscribed, List<String> names) {
        for (String pattern : subscribed) {
            if (names.contains(pattern)) {
                return Optional.of(pattern);
            }
            if (pattern.endsWith("*")) {
                Optional<String> found = names.stream()
                        .filter(name -> name.startsWith(prefix(pattern)))
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The names of what may happen to a contact. */
    public static List<String> ofContact() {
        return OF_CONTACT;
    }

    /** The names of an event of a message's life; empty for every other event. */
    public static List<String> ofMessage(String event, String channel) {
        String step = event.startsWith("message_") ? event.substring("message_".length()) : "";
        if (!LIFE.contains(step)) {
            return List.of();
        }
        return channel.equals("email")
                ? List.of("email." + step, "campaign.email." + step, "message." + step)
                : List.of("message." + step);
    }

    /** The names that an ordinary event has besides {@link #EVENT_PROCESSED}. */
    public static List<String> ofEvent(String event) {
        return BY_EVENT.getOrDefault(event, List.of());
    }

    /** The name of a campaign's coming into a status; empty where nobody is told. */
    public static Optional<String> ofCampaign(String status) {
        return Optional.ofNullable(BY_CAMPAIGN_STATUS.get(status));
    }

    private static String prefix(String pattern) {
        return pattern.substring(0, pattern.length() - 1);
    }

    private static Map<String, List<String>> byEvent() {
        Map<String, List<String>> byEvent = new HashMap<>();
        OF_PROGRAMS.forEach(names -> names.forEach(name -> byEvent.put(name.replace('.', '_'), names)));
        return Map.copyOf(byEvent);
    }

    private static Set<String> all() {
        List<String> names = new ArrayList<>(OF_CONTACT);
        names.addAll(List.of(
                SEGMENT_ENTERED, SEGMENT_EXITED, "campaign.activated", "campaign.paused", "campaign.completed"));
        for (String start : List.of("email.", "campaign.email.", "message.")) {
            LIFE.forEach(step -> names.add(start + step));
        }
        OF_PROGRAMS.forEach(names::addAll);
        names.add(EVENT_PROCESSED);
        return names.stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
