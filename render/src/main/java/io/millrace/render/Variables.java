package io.millrace.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Person;
import io.millrace.streams.record.SendRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template may name: {@code contact}, {@code event} (also {@code trigger}), {@code campaign}, the links, and the
 * contact's traits by their bare names. A null and an empty text are absent, as everywhere.
 */
final class Variables {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Variables() {}

    static Map<String, Object> of(SendRecord send, Map<String, String> links) throws RenderException {
        Map<String, Object> traits = object("traits", send.recipient().traits());
        Map<String, Object> properties = object("event", send.event());
        Map<String, Object> variables = new HashMap<>(traits);
        variables.put("contact", contact(send, traits));
        Map<String, Object> event = new HashMap<>(properties);
        event.put("properties", properties);
        variables.put("event", event);
        variables.put("trigger", Map.of("properties", properties));
        Map<String, Object> campaign = new HashMap<>();
        put(campaign, "id", send.origin().campaign());
        put(campaign, "name", send.origin().campaignName());
        variables.put("campaign", campaign);
        variables.put(
                "message",
                Map.of("id", send.sendId(), "channel", send.message().channel().text()));
        variables.putAll(links);
        return variables;
    }

    private static Map<String, Object> contact(SendRecord send, Map<String, Object> traits) {
        Map<String, Object> contact = new HashMap<>(traits);
        Person person = send.recipient().person();
        contact.put("id", send.recipient().contact().toString());
        contact.put(person.kind() == Person.Kind.USER ? "external_id" : "anonymous_id", person.id());
        contact.put("timezone", send.recipient().zone().getId());
        contact.put("traits", traits);
        return contact;
    }

    private static Map<String, Object> object(String what, String json) throws RenderException {
        try {
            return object(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new RenderException("the send's " + what + " are no JSON object");
        }
    }

    private static Map<String, Object> object(JsonNode json) {
        Map<String, Object> map = new HashMap<>();
        json.properties().forEach(field -> {
            Object value = value(field.getValue());
            if (value != null) {
                map.put(field.getKey(), value);
            }
        });
        return map;
    }

    private static @Nullable Object value(JsonNode json) {
        if (json.isObject()) {
            return object(json);
        }
        if (json.isArray()) {
            List<Object> list = new ArrayList<>();
            json.forEach(element -> {
                Object value = value(element);
                if (value != null) {
                    list.add(value);
                }
            });
            return list;
        }
        if (json.isTextual()) {
            return json.textValue().isEmpty() ? null : json.textValue();
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return json.longValue();
        }
        return json.isNumber() ? json.decimalValue() : null;
    }

    private static void put(Map<String, Object> map, String name, String value) {
        if (!value.isEmpty()) {
            map.put(name, value);
        }
    }
}
