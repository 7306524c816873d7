package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.EventView;
import io.millrace.core.audience.StateJson;
import org.jspecify.annotations.Nullable;

/**
 * Properties of the event that a run began with. A contact's runs are read and stored far more often than they are asked
 * for these, so text and tree are each made of the other when they are first wanted. Used by one thread.
 */
final class Started {

    /** No event, or one without properties. */
    static final Started BY_NOTHING = new Started(null, JsonNodeFactory.instance.objectNode(), "{}");

    private @Nullable EventView event;
    private @Nullable JsonNode json;
    private @Nullable String text;

    private Started(@Nullable EventView event, @Nullable JsonNode json, @Nullable String text) {
        this.event = event;
        this.json = json;
        this.text = text;
    }

    /** @param event null if there is none */
    static Started by(@Nullable EventView event) {
        return event == null || event.properties().isEmpty()
                ? BY_NOTHING
                : new Started(event, event.properties(), null);
    }

    static Started read(String text) {
        return new Started(null, null, text);
    }

    /** An object; not to be changed. */
    JsonNode json() {
        JsonNode known = json;
        if (known == null) {
            known = StateJson.read(String.valueOf(text));
            json = known;
        }
        return known;
    }

    String text() {
        String known = text;
        if (known == null) {
            known = event == null ? json().toString() : event.propertiesText();
            text = known;
            event = null;
        }
        return known;
    }
}
