package io.millrace.core.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.Input;
import io.millrace.core.event.EventType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that history knows of a contact. Traits are written by rows of their own and not by events: their log has also
 * those that the API wrote.
 *
 * @param what kind of thing
 * @param type of an event {@code track} and so on, of a write the field of the profile
 * @param name a track's own name, or a written key
 * @param timestamp when it happened, in epoch milliseconds
 * @param userId empty if the event has none
 * @param anonymousId empty if the event has none
 * @param text an event's JSON text, empty if nobody reads its properties; a write's value
 */
public record HistoryRow(
        What what,
        String type,
        String name,
        long timestamp,
        Arrival arrival,
        String messageId,
        String userId,
        String anonymousId,
        String text) {

    /** The order stands in files. */
    public enum What {
        /** The contact is there from now on, whatever is known of it. */
        BORN,
        EVENT,
        WRITE
    }

    /** A contact that is there from an instant on. */
    public static HistoryRow born(long at) {
        return new HistoryRow(What.BORN, "", "", at, new Arrival(at, Long.MIN_VALUE), "", "", "", "");
    }

    /** @param text with {@code properties}; empty if nobody reads them */
    public static HistoryRow event(
            EventType type,
            String name,
            long timestamp,
            Arrival arrival,
            String messageId,
            String userId,
            String anonymousId,
            String text) {
        return new HistoryRow(What.EVENT, type.text(), name, timestamp, arrival, messageId, userId, anonymousId, text);
    }

    /**
     * @param field a {@link io.millrace.core.audience.ProfileWrite.Field} as text
     * @param value JSON text; {@code null} removes
     */
    public static HistoryRow write(String field, String key, String value, long timestamp, Arrival arrival) {
        return new HistoryRow(What.WRITE, field, key, timestamp, arrival, "", "", "", value);
    }

    /** Whether it is a message of another campaign, which counts for caps. */
    boolean isMessageOfAnother(String campaign) {
        if (what != What.EVENT || !type.equals("track") || !name.equals("message_sent")) {
            return false;
        }
        JsonNode properties = StoredEvent.of(this).properties();
        return !properties.path("campaign_id").asText().equals(campaign)
                && !properties.path("transactional").asBoolean();
    }

    /** What it is to the engine; null if this version knows no such thing. */
    @Nullable
    Input input() {
        return switch (what) {
            case BORN -> action(update(null, Map.of()));
            case EVENT -> new Input.Event(StoredEvent.of(this));
            case WRITE -> write();
        };
    }

    private @Nullable Input write() {
        JsonNode value = StoredEvent.json(text);
        return switch (type) {
            case "trait" -> new Input.Event(StoredEvent.trait(this, value));
            case "tags" -> action(update(texts(value), Map.of()));
            case "score" -> action(update(null, score(value)));
            case "subscription" -> action(new ContactAction.Subscribe(name.isEmpty() ? null : name, value.asBoolean()));
            case "static" ->
                action(
                        value.asBoolean()
                                ? new ContactAction.StaticMembership(Set.of(name), Set.of())
                                : new ContactAction.StaticMembership(Set.of(), Set.of(name)));
            default -> null;
        };
    }

    /** What is no trait has the time of its arrival; what a merge kept has that of what it kept. */
    private Input action(ContactAction action) {
        return new Input.Action(action, new Arrival(timestamp, arrival.sequence()), "");
    }

    private static ContactAction update(@Nullable List<String> tags, Map<String, @Nullable BigDecimal> scores) {
        return new ContactAction.Update(JsonNodeFactory.instance.objectNode(), tags, List.of(), List.of(), scores);
    }

    private Map<String, @Nullable BigDecimal> score(JsonNode value) {
        Map<String, @Nullable BigDecimal> scores = new HashMap<>();
        scores.put(name, value.isNumber() ? value.decimalValue() : null);
        return scores;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
