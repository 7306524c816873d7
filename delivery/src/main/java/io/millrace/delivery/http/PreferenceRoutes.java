package io.millrace.delivery.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.delivery.consent.ConsentCheck;
import io.millrace.delivery.http.Refusals.RefusedException;
import io.millrace.delivery.link.Token;
import io.millrace.delivery.link.Tokens;
import io.millrace.streams.definition.SettingsStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Leaving and choosing, for who has the message. Nothing but a POST or a PUT changes anything: links are opened by machines too. */
final class PreferenceRoutes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tokens tokens;
    private final Happenings happenings;
    private final Contacts contacts;
    private final SettingsStore settings;

    PreferenceRoutes(Tokens tokens, Happenings happenings, Contacts contacts, SettingsStore settings) {
        this.tokens = tokens;
        this.happenings = happenings;
        this.contacts = contacts;
        this.settings = settings;
    }

    private Optional<Token> token(Context context) {
        Optional<Token> token = tokens.read(Token.Use.UNSUBSCRIBE, context.pathParam("token"));
        if (token.isEmpty()) {
            Refusals.unknownLink(context);
        }
        return token;
    }

    void ask(Context context) {
        token(context)
                .ifPresent(
                        token -> Refusals.html(context, Pages.unsubscribe(words(token), context.pathParam("token"))));
    }

    /** Also the one-click POST of RFC 8058, which needs no more than the link. */
    void leave(Context context) {
        token(context).ifPresent(token -> {
            happenings.unsubscribed(token, token.group());
            Refusals.html(context, Pages.unsubscribed(words(token), context.pathParam("token")));
        });
    }

    private static String words(Token token) {
        return token.group().map(group -> "messages of \"" + group + "\"").orElse("our messages");
    }

    void show(Context context) {
        token(context).ifPresent(token -> answer(context, token, choices(token), false));
    }

    /** A form names all that is chosen; JSON names what changes. */
    void choose(Context context) {
        Optional<Token> token = token(context);
        if (token.isEmpty()) {
            return;
        }
        Map<String, Boolean> before = choices(token.get());
        Map<String, Boolean> after = new LinkedHashMap<>(before);
        if (context.method() == HandlerType.PUT
                || String.valueOf(context.contentType()).contains("json")) {
            after.putAll(named(context.body(), before));
        } else {
            List<String> on = context.formParams("on");
            after.replaceAll((name, chosen) -> on.contains(name));
        }
        boolean left = false;
        for (Map.Entry<String, Boolean> choice : after.entrySet()) {
            if (!choice.getValue().equals(before.get(choice.getKey()))) {
                Optional<String> group = Optional.of(choice.getKey());
                if (choice.getValue()) {
                    happenings.subscribe(token.get(), group, true);
                } else {
                    happenings.unsubscribed(token.get(), group);
                    left = true;
                }
            }
        }
        answer(context, token.get(), after, left || !after.equals(before));
    }

    /** What the contact gets, by channel and group. */
    private Map<String, Boolean> choices(Token token) {
        Map<String, Boolean> explicit = contacts.choices(token.workspace(), token.person());
        boolean all = explicit.getOrDefault("", true);
        Map<String, Boolean> choices = new LinkedHashMap<>();
        for (Channel channel : Channel.values()) {
            if (channel != Channel.WEBHOOK) {
                String group = ConsentCheck.CHANNEL_GROUP + channel.text();
                choices.put(group, explicit.getOrDefault(group, all));
            }
        }
        Map<String, GroupDefault> groups =
                new TreeMap<>(settings.get(token.workspace()).subscriptionGroups());
        token.group().ifPresent(group -> groups.putIfAbsent(group, GroupDefault.UNSUBSCRIBED));
        groups.forEach((group, standard) -> {
            Boolean choice = explicit.getOrDefault(group, explicit.get(""));
            choices.put(group, choice == null ? standard == GroupDefault.SUBSCRIBED : choice);
        });
        return choices;
    }

    private static Map<String, Boolean> named(String body, Map<String, Boolean> known) {
        Map<String, Boolean> named = new LinkedHashMap<>();
        JsonNode preferences;
        try {
            preferences = JSON.readTree(body).path("preferences");
        } catch (JsonProcessingException e) {
            throw new RefusedException(400, "invalid_json", "the body is no JSON object");
        }
        for (JsonNode preference : preferences) {
            String name = preference.has("channel")
                    ? ConsentCheck.CHANNEL_GROUP
                            + preference.path("channel").asText().toLowerCase(Locale.ROOT)
                    : preference.path("group").asText();
            String status = preference.path("status").asText();
            if (!known.containsKey(name)) {
                throw new RefusedException(400, "invalid", "there is no channel or group " + name);
            }
            if (!status.equals("OPTED_IN") && !status.equals("OPTED_OUT")) {
                throw new RefusedException(
                        400, "invalid", "status: found \"" + status + "\", expected OPTED_IN or OPTED_OUT");
            }
            named.put(name, status.equals("OPTED_IN"));
        }
        if (named.isEmpty()) {
            throw new RefusedException(400, "required", "preferences: a list of channels or groups with a status");
        }
        return named;
    }

    private void answer(Context context, Token token, Map<String, Boolean> choices, boolean saved) {
        if (!String.valueOf(context.header("Accept")).contains("json") && context.method() != HandlerType.PUT) {
            Refusals.html(
                    context, Pages.preferences(context.pathParam("token"), new ArrayList<>(choices.entrySet()), saved));
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("contact")
                .put("id", contacts.contact(token.workspace(), token.person()).toString());
        ArrayNode preferences = json.putArray("preferences");
        choices.forEach((name, chosen) -> {
            ObjectNode preference = preferences.addObject();
            if (name.startsWith(ConsentCheck.CHANNEL_GROUP)) {
                preference.put(
                        "channel",
                        name.substring(ConsentCheck.CHANNEL_GROUP.length()).toUpperCase(Locale.ROOT));
            } else {
                preference.put("group", name);
            }
            preference.put("status", chosen ? "OPTED_IN" : "OPTED_OUT");
        });
        Refusals.json(context, json);
    }
}
