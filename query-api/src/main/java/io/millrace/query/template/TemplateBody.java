package io.millrace.query.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what a request says of a template; every fault is named. Used by one thread. */
final class TemplateBody {

    private static final Map<String, Channel> CHANNELS = channels();

    private final TemplateWords words;
    private final JsonNode json;
    private final Faults faults = new Faults();
    private final ObjectReader reader;

    /** Ends the request if its body is no JSON object. */
    TemplateBody(Call call, TemplateWords words) {
        this.words = words;
        this.json = Json.parse(call.body());
        Optional<ObjectReader> object = ObjectReader.of(json, "", faults);
        faults.throwIfAny();
        this.reader = object.orElseThrow();
    }

    private static Map<String, Channel> channels() {
        Map<String, Channel> channels = new LinkedHashMap<>();
        Arrays.stream(Channel.values()).forEach(channel -> channels.put(channel.text(), channel));
        return channels;
    }

    /** For the fields that one API alone has; to be read before the rest. */
    ObjectReader reader() {
        return reader;
    }

    /** @param id is asked for when nothing is wrong with the rest */
    MessageTemplate created(Supplier<String> id, Instant now) {
        Fields given = read();
        if (given.name().isEmpty() && !json.has("name")) {
            faults.required("/name", "a name is needed", "a name");
        }
        if (given.html().isEmpty() && given.text().isEmpty() && faults.isEmpty()) {
            faults.required("/" + words.html(), "a template needs " + words.html() + " or text");
        }
        faults.throwIfAny();
        return new MessageTemplate(
                id.get(),
                given.name().orElse(""),
                given.channel().orElse(Channel.EMAIL),
                given.subject(),
                given.html(),
                given.text(),
                given.group(),
                now,
                now);
    }

    /** What is not named stays; null takes it away. To be called once. */
    Edit edit() {
        Fields given = read();
        faults.throwIfAny();
        return new Edit(given, json, words);
    }

    /** What a request names. */
    record Fields(
            Optional<String> name,
            Optional<Channel> channel,
            Optional<String> subject,
            Optional<String> html,
            Optional<String> text,
            Optional<String> group) {}

    /** A change of a template. */
    record Edit(Fields given, JsonNode json, TemplateWords words) {

        MessageTemplate of(MessageTemplate before, Instant now) {
            Optional<String> html = named(words.html(), given.html(), before.html());
            Optional<String> text = named("text", given.text(), before.text());
            if (html.isEmpty() && text.isEmpty()) {
                Faults faults = new Faults();
                faults.required("/" + words.html(), "a template needs " + words.html() + " or text");
                faults.throwIfAny();
            }
            return new MessageTemplate(
                    before.id(),
                    given.name().orElse(before.name()),
                    given.channel().orElse(before.channel()),
                    named("subject", given.subject(), before.subject()),
                    html,
                    text,
                    named("group", given.group(), before.group()),
                    before.createdAt(),
                    now);
        }

        private Optional<String> named(String field, Optional<String> after, Optional<String> before) {
            return json.has(field) ? after : before;
        }
    }

    private Fields read() {
        Optional<String> name = reader.any("name") == null ? Optional.empty() : reader.requiredText("name", "a name");
        name.ifPresent(text -> checkLength("name", text, MessageTemplate.NAME_LENGTH_MAX));
        Optional<Channel> channel = reader.any("channel") == null
                ? Optional.empty()
                : Optional.of(reader.choice("channel", CHANNELS, Channel.EMAIL));
        Fields fields = new Fields(
                name,
                channel,
                liquid("subject", MessageTemplate.SUBJECT_LENGTH_MAX),
                liquid(words.html(), MessageTemplate.BODY_LENGTH_MAX),
                liquid("text", MessageTemplate.BODY_LENGTH_MAX),
                reader.text("group").filter(group -> !group.isEmpty()));
        reader.finish();
        return fields;
    }

    private Optional<String> liquid(String field, int lengthMax) {
        Optional<String> text = reader.text(field);
        if (text.isPresent() && checkLength(field, text.get(), lengthMax)) {
            LiquidSyntax.fault(text.get())
                    .ifPresent(
                            fault -> faults.add("/" + field, "invalid", null, "Liquid", "expected Liquid: " + fault));
        }
        return text;
    }

    private boolean checkLength(String field, String text, int most) {
        if (text.length() > most) {
            String expected = "up to " + most + " characters";
            faults.add(
                    "/" + field, "out_of_range", null, expected, "expected " + expected + ", found " + text.length());
            return false;
        }
        return true;
    }
}
