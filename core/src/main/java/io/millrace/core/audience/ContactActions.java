package io.millrace.core.audience;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Person;
import io.millrace.core.rule.RuleFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The bodies of contact records: JSON objects whose {@code do} is {@code update}, {@code subscribe}, {@code unsubscribe},
 * {@code static}, {@code enroll}, {@code merge} or {@code delete}. What is written here reads back as an equal change. Pure and
 * thread-safe.
 */
public final class ContactActions {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private ContactActions() {}

    /** A change, or what is wrong with its text; exactly one of both. */
    public sealed interface Parsed {
        record Valid(ContactChange change) implements Parsed {}

        record Invalid(List<RuleFault> faults) implements Parsed {
            public Invalid {
                faults = List.copyOf(faults);
            }
        }
    }

    /** @param body JSON in UTF-8 */
    public static Parsed parse(byte[] body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            return new Parsed.Invalid(List.of(new RuleFault("", "invalid", null, "a JSON object")));
        }
        return parse(json);
    }

    public static Parsed parse(JsonNode body) {
        return new ContactActionReader(body).read();
    }

    /** In UTF-8. */
    public static byte[] write(ContactChange change) {
        return json(change).toString().getBytes(StandardCharsets.UTF_8);
    }

    public static ObjectNode json(ContactChange change) {
        if (change instanceof ContactChange.Merge merge) {
            ObjectNode json = action("merge");
            Person source = merge.source();
            json.putObject("source").put(source.kind() == Person.Kind.USER ? "user" : "anonymous", source.id());
            return json.put("conflict_resolution", merge.resolution().name().toLowerCase(Locale.ROOT));
        }
        ContactAction action = ((ContactChange.Own) change).action();
        if (action instanceof ContactAction.Update update) {
            return update(update);
        }
        if (action instanceof ContactAction.Subscribe choice) {
            ObjectNode json = action(choice.subscribed() ? "subscribe" : "unsubscribe");
            return choice.group() == null ? json : json.put("group", choice.group());
        }
        if (action instanceof ContactAction.StaticMembership membership) {
            ObjectNode json = action("static");
            list(json, "enter", membership.enter().stream().sorted().toList());
            list(json, "leave", membership.leave().stream().sorted().toList());
            return json;
        }
        if (action instanceof ContactAction.Enroll enroll) {
            return action("enroll").put("campaign", enroll.campaign());
        }
        return action("delete");
    }

    private static ObjectNode update(ContactAction.Update update) {
        ObjectNode json = action("update");
        if (!update.traits().isEmpty()) {
            json.set("traits", update.traits());
        }
        List<String> tags = update.tags();
        if (tags != null) {
            tags.forEach(json.putArray("tags")::add);
        }
        list(json, "add_tags", update.addTags());
        list(json, "remove_tags", update.removeTags());
        if (!update.scores().isEmpty()) {
            ObjectNode scores = json.putObject("scores");
            update.scores().forEach(scores::put);
        }
        return json;
    }

    private static void list(ObjectNode json, String field, Collection<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(json.putArray(field)::add);
        }
    }

    private static ObjectNode action(String verb) {
        return JsonNodeFactory.withExactBigDecimals(true).objectNode().put("do", verb);
    }
}
