package io.millrace.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.delivery.http.Refusals.RefusedException;
import io.millrace.delivery.link.Token;
import io.millrace.delivery.link.Tokens;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page fetches what waits for its visitor: with the write key and the visitor's {@code anonymousId}, which nobody else
 * knows. By {@code userId}, which may be guessed, only with a key that reads contacts. Fetched is delivered.
 */
final class OnsiteRoute {

    private final Keys keys;
    private final Contacts contacts;
    private final OnsiteMessages messages;
    private final Tokens tokens;
    private final Happenings happenings;

    OnsiteRoute(Keys keys, Contacts contacts, OnsiteMessages messages, Tokens tokens, Happenings happenings) {
        this.keys = keys;
        this.contacts = contacts;
        this.messages = messages;
        this.tokens = tokens;
        this.happenings = happenings;
    }

    void fetch(Context context) {
        @Nullable String user = context.queryParam("userId");
        @Nullable String anonymous = context.queryParam("anonymousId");
        ApiKey key = keys.require(context, user == null ? Scope.EVENTS_WRITE : Scope.CONTACTS_READ);
        if ((user == null || user.isEmpty()) && (anonymous == null || anonymous.isEmpty())) {
            throw new RefusedException(400, "required", "anonymousId or userId says whose messages");
        }
        Person person = Person.of(user, anonymous);
        ContactId contact = contacts.contact(key.workspace(), person);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        for (ObjectNode message : messages.of(key.workspace(), contact, since(context.queryParam("since")))) {
            String token = message.path("opened").asText();
            tokens.read(Token.Use.OPEN, token).ifPresent(sent -> happenings.delivered(sent));
            message.remove("opened");
            data.add(message.put("opened_url", "/o/" + token + ".gif"));
        }
        context.header("Access-Control-Allow-Origin", "*");
        Refusals.json(context, json);
    }

    private static Instant since(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new RefusedException(400, "invalid", "since: found \"" + text + "\", expected an instant");
        }
    }
}
