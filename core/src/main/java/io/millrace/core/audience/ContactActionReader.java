package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Person;
import io.millrace.core.rule.RuleFault;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one contact record's body, and notes all that is wrong with it. */
final class ContactActionReader {

    private static final String VERBS = "update, subscribe, unsubscribe, static, enroll, merge or delete";

    private final JsonNode body;
    private final List<RuleFault> faults = new ArrayList<>();

    ContactActionReader(JsonNode body) {
        this.body = body;
    }

    ContactActions.Parsed read() {
        if (!body.isObject()) {
            fault("", "wrong_type", body, "an object");
            return new ContactActions.Parsed.Invalid(faults);
        }
        ContactChange change = change(body.path("do").asText());
        return change != null && faults.isEmpty()
                ? new ContactActions.Parsed.Valid(change)
                : new ContactActions.Parsed.Invalid(faults);
    }

    private @Nullable ContactChange change(String verb) {
        switch (verb) {
            case "update":
                only("traits", "tags", "add_tags", "remove_tags", "scores");
                return new ContactChange.Own(new ContactAction.Update(
                        object("traits"),
                        body.hasNonNull("tags") ? texts("tags") : null,
                        texts("add_tags"),
                        texts("remove_tags"),
                        scores()));
            case "subscribe":
            case "unsubscribe":
                only("group");
                return new ContactChange.Own(new ContactAction.Subscribe(
                        body.hasNonNull("group") ? text(body, "", "group") : null, verb.equals("subscribe")));
            case "static":
                only("enter", "leave");
                return new ContactChange.Own(new ContactAction.StaticMembership(
                        new LinkedHashSet<>(texts("enter")), new LinkedHashSet<>(texts("leave"))));
            case "enroll":
                only("campaign");
                return new ContactChange.Own(new ContactAction.Enroll(text(body, "", "campaign")));
            case "merge":
                only("source", "conflict_resolution");
                return merge();
            case "delete":
                only();
                return new ContactChange.Own(new ContactAction.Delete());
            default:
                fault("/do", body.has("do") ? "invalid" : "required", body.get("do"), VERBS);
                return null;
        }
    }

    private @Nullable ContactChange merge() {
        JsonNode source = body.path("source");
        boolean user = source.has("user");
        if (!source.isObject() || source.size() != 1 || (!user && !source.has("anonymous"))) {
            fault(
                    "/source",
                    body.has("source") ? "invalid" : "required",
                    body.get("source"),
                    "{\"user\": id} or {\"anonymous\": id}");
            return null;
        }
        String id = text(source, "/source", user ? "user" : "anonymous");
        ConflictResolution resolution = resolution();
        return id.isEmpty()
                ? null
                : new ContactChange.Merge(new Person(user ? Person.Kind.USER : Person.Kind.ANONYMOUS, id), resolution);
    }

    private ConflictResolution resolution() {
        if (!body.hasNonNull("conflict_resolution")) {
            return ConflictResolution.PREFER_TARGET;
        }
        return switch (body.path("conflict_resolution").asText()) {
            case "prefer_target" -> ConflictResolution.PREFER_TARGET;
            case "prefer_source" -> ConflictResolution.PREFER_SOURCE;
            case "newest" -> ConflictResolution.NEWEST;
            default -> {
                fault(
                        "/conflict_resolution",
                        "invalid",
                        body.get("conflict_resolution"),
                        "prefer_target, prefer_source or newest");
                yield ConflictResolution.PREFER_TARGET;
            }
        };
    }

    private ObjectNode object(String field) {
        JsonNode value = body.path(field);
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (!value.isMissingNode() && !value.isNull()) {
            fault("/" + field, "wrong_type", value, "an object");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private Map<String, @Nullable BigDecimal> scores() {
        Map<String, @Nullable BigDecimal> scores = new LinkedHashMap<>();
        Iterator<Map.Entry<String, JsonNode>> fields = object("scores").fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> score = fields.next();
            Optional<BigDecimal> number = Values.numberOf(score.getValue());
            if (number.isEmpty() && !score.getValue().isNull()) {
                fault(
                        "/scores/" + escaped(score.getKey()),
                        "wrong_type",
                        score.getValue(),
                        "a number, or null to remove it");
            }
            scores.put(score.getKey(), number.orElse(null));
        }
        return scores;
    }

    private List<String> texts(String field) {
        JsonNode list = body.path(field);
        List<String> texts = new ArrayList<>();
        if (list.isMissingNode() || list.isNull()) {
            return texts;
        }
        if (!list.isArray()) {
            fault("/" + field, "wrong_type", list, "a list of texts");
            return texts;
        }
        for (int i = 0; i < list.size(); i++) {
            JsonNode text = list.get(i);
            if (text.isTextual() && !text.textValue().isEmpty()) {
                texts.add(text.textValue());
            } else {
                fault("/" + field + "/" + i, "wrong_type", text, "a text that is not empty");
            }
        }
        return texts;
    }

    private String text(JsonNode object, String pointer, String field) {
        JsonNode text = object.path(field);
        if (text.isTextual() && !text.textValue().isEmpty()) {
            return text.textValue();
        }
        fault(pointer + "/" + field, "wrong_type", text, "a text that is not empty");
        return "";
    }

    private void only(String... known) {
        Set<String> fields = new LinkedHashSet<>(List.of(known));
        fields.add("do");
        body.fieldNames().forEachRemaining(field -> {
            if (!fields.contains(field)) {
                fault("/" + escaped(field), "unknown_field", body.get(field), "one of " + String.join(", ", fields));
            }
        });
    }

    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }

    private void fault(String pointer, String reason, @Nullable JsonNode found, String expected) {
        faults.add(new RuleFault(pointer, reason, found, expected));
    }
}
