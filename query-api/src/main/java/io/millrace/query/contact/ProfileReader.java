package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what is to change in a profile into actions of contact records: one for traits, tags and scores, then one per
 * choice of subscription, the choice for all groups first so that those for single groups stand.
 */
final class ProfileReader {

    /** The group that stands for all. */
    static final String ALL_GROUPS = "*";

    private static final Map<String, String> CHOICES = Map.of("subscribed", "subscribe", "unsubscribed", "unsubscribe");

    private final JsonNode body;
    private final ObjectReader reader;
    private final Faults faults;

    /** @param reader of the same body */
    ProfileReader(JsonNode body, ObjectReader reader) {
        this.body = body;
        this.reader = reader;
        this.faults = reader.faults();
    }

    /**
     * What the body asks for; each fault in it is added to the reader's.
     *
     * @param always whether an action is made although nothing changes: it creates the contact
     */
    List<ObjectNode> actions(boolean always) {
        ObjectNode traits = traits();
        Optional<String> email = email(traits);
        ObjectNode update = JsonNodeFactory.instance.objectNode().put("do", "update");
        if (!traits.isEmpty()) {
            update.set("traits", traits);
        }
        for (String list : List.of("tags", "add_tags", "remove_tags")) {
            if (reader.any(list) != null) {
                update.set(list, tags(list));
            }
        }
        ObjectNode scores = scores();
        if (!scores.isEmpty()) {
            update.set("scores", scores);
        }
        List<ObjectNode> actions = new ArrayList<>();
        if (always || email.isPresent() || update.size() > 1) {
            actions.add(update);
        }
        actions.addAll(subscriptions());
        return actions;
    }

    private ObjectNode traits() {
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        object("traits").ifPresent(given -> given.properties().forEach(entry -> {
            String at = reader.at("traits") + "/" + escaped(entry.getKey());
            checkName(entry.getKey(), at);
            ProfileLimits.refusal(entry.getValue())
                    .ifPresent(expected -> faults.add(at, "out_of_range", null, expected, "expected " + expected));
            traits.set(entry.getKey(), entry.getValue());
        }));
        if (traits.size() > ProfileLimits.TRAITS_MAX) {
            tooMany("traits", ProfileLimits.TRAITS_MAX, traits.size());
        } else if (Json.bytes(traits).length > ProfileLimits.TRAITS_BYTES_MAX) {
            String expected = "up to " + ProfileLimits.TRAITS_BYTES_MAX + " bytes of JSON";
            faults.add(reader.at("traits"), "out_of_range", null, expected, "expected " + expected);
        }
        return traits;
    }

    /** The address is a trait; beside the traits it is a shorter way to write it. */
    private Optional<String> email(ObjectNode traits) {
        JsonNode removed = body.get("email");
        if (removed != null && removed.isNull()) {
            reader.any("email");
            traits.set("email", NullNode.getInstance());
            return Optional.of("");
        }
        Optional<String> email = reader.text("email");
        email.ifPresent(address -> {
            JsonNode trait = traits.get("email");
            if (address.length() > ProfileLimits.EMAIL_LENGTH_MAX || address.indexOf('@') < 1 || address.isBlank()) {
                faults.invalid(reader.at("email"), TextNode.valueOf(address), "an e-mail address");
            } else if (trait != null && !trait.equals(TextNode.valueOf(address))) {
                faults.invalid(reader.at("email"), TextNode.valueOf(address), "the same address as traits.email");
            }
            traits.put("email", address);
        });
        return email;
    }

    private ArrayNode tags(String name) {
        Set<String> tags = new LinkedHashSet<>();
        List<JsonNode> given = reader.list(name);
        for (int i = 0; i < given.size(); i++) {
            JsonNode tag = given.get(i);
            String at = reader.at(name) + "/" + i;
            if (!tag.isTextual()) {
                faults.wrongType(at, tag, "a text");
            } else if (tag.textValue().isBlank() || tag.textValue().length() > ProfileLimits.NAME_LENGTH_MAX) {
                faults.invalid(at, tag, "1 to " + ProfileLimits.NAME_LENGTH_MAX + " characters");
            } else {
                tags.add(tag.textValue());
            }
        }
        if (tags.size() > ProfileLimits.TAGS_MAX) {
            tooMany(name, ProfileLimits.TAGS_MAX, tags.size());
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        tags.forEach(list::add);
        return list;
    }

    private ObjectNode scores() {
        ObjectNode scores = JsonNodeFactory.instance.objectNode();
        object("scores").ifPresent(given -> given.properties().forEach(entry -> {
            String at = reader.at("scores") + "/" + escaped(entry.getKey());
            JsonNode score = entry.getValue();
            checkName(entry.getKey(), at);
            if (!score.isNumber() && !score.isNull()) {
                faults.wrongType(at, score, "a number, or null to remove the score");
            } else if (score.isNumber() && !ProfileLimits.fits(score.decimalValue())) {
                faults.add(at, "out_of_range", null, "a number up to 1.79e308", "expected a number up to 1.79e308");
            }
            scores.set(entry.getKey(), score);
        }));
        if (scores.size() > ProfileLimits.SCORES_MAX) {
            tooMany("scores", ProfileLimits.SCORES_MAX, scores.size());
        }
        return scores;
    }

    private List<ObjectNode> subscriptions() {
        List<ObjectNode> actions = new ArrayList<>();
        object("subscriptions").ifPresent(given -> given.properties().forEach(entry -> {
            String at = reader.at("subscriptions") + "/" + escaped(entry.getKey());
            checkName(entry.getKey(), at);
            String todo =
                    entry.getValue().isTextual() ? CHOICES.get(entry.getValue().textValue()) : null;
            if (todo == null) {
                faults.invalid(at, entry.getValue(), "subscribed or unsubscribed");
                return;
            }
            ObjectNode action = JsonNodeFactory.instance.objectNode().put("do", todo);
            if (entry.getKey().equals(ALL_GROUPS)) {
                actions.add(0, action);
            } else {
                actions.add(action.put("group", entry.getKey()));
            }
        }));
        if (actions.size() > ProfileLimits.GROUPS_MAX) {
            tooMany("subscriptions", ProfileLimits.GROUPS_MAX, actions.size());
        }
        return actions;
    }

    private Optional<ObjectNode> object(String name) {
        JsonNode value = reader.any(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(object);
        }
        faults.wrongType(reader.at(name), value, "an object");
        return Optional.empty();
    }

    private void checkName(String name, String at) {
        if (name.isBlank() || name.length() > ProfileLimits.NAME_LENGTH_MAX) {
            faults.invalid(
                    at, TextNode.valueOf(name), "a name of 1 to " + ProfileLimits.NAME_LENGTH_MAX + " characters");
        }
    }

    private void tooMany(String name, int most, int found) {
        faults.add(
                reader.at(name), "out_of_range", null, "up to " + most, "expected up to " + most + ", found " + found);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
