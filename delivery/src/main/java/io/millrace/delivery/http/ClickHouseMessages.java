package io.millrace.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.campaign.Channel;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.delivery.link.Token;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Contacts, messages that left and messages that wait, from ClickHouse. Thread-safe. */
public final class ClickHouseMessages implements Contacts, SentMessages, OnsiteMessages {

    /** An identity's newest row says whose a person is now. */
    private static final String CONTACT =
            """
            SELECT toString(argMax(contact, (from_ms, version))) AS id, count() AS slices
            FROM identities
            WHERE workspace = {workspace:String} AND person = {person:UInt128}
            """;

    private static final String CHOICES =
            """
            SELECT argMax(subscriptions, version) AS choices
            FROM contacts
            WHERE workspace = {workspace:String} AND contact = {contact:UInt128}
            GROUP BY contact
            """;

    private static final String SENT =
            """
            SELECT user_id, anonymous_id, properties
            FROM events
            WHERE workspace = {workspace:String}
                AND event = 'message_sent'
                AND properties['send_id'] = {send:String}
            LIMIT 1
            """;

    private static final String ONSITE =
            """
            SELECT send_id AS id, campaign_id, subject, html, text, opened, at_ms
            FROM onsite_messages FINAL
            WHERE workspace = {workspace:String} AND contact = {contact:UInt128} AND at_ms >= {since:Int64}
            ORDER BY at_ms, send_id
            LIMIT 100
            """;

    private final ClickHouseClient client;

    /** @param client is not closed with this */
    public ClickHouseMessages(ClickHouseClient client) {
        this.client = client;
    }

    @Override
    public ContactId contact(String workspace, Person person) {
        ContactId own = ContactId.of(workspace, person);
        JsonNode row = client.rows(new Sql(CONTACT, Map.of("workspace", workspace, "person", own.number())))
                .get(0);
        return row.path("slices").asLong() == 0
                ? own
                : ContactId.ofNumber(new java.math.BigInteger(row.path("id").asText()));
    }

    @Override
    public Map<String, Boolean> choices(String workspace, Person person) {
        Map<String, Object> parameters = Map.of(
                "workspace", workspace, "contact", contact(workspace, person).number());
        Map<String, Boolean> choices = new HashMap<>();
        client.rows(new Sql(CHOICES, parameters)).forEach(row -> row.path("choices")
                .properties()
                .forEach(choice ->
                        choices.put(choice.getKey(), choice.getValue().asText().equals("subscribed"))));
        return choices;
    }

    @Override
    public Optional<Token> find(String workspace, String sendId) {
        return client.rows(new Sql(SENT, Map.of("workspace", workspace, "send", sendId))).stream()
                .findFirst()
                .map(row -> token(workspace, sendId, row));
    }

    private static Token token(String workspace, String sendId, JsonNode row) {
        JsonNode properties = row.path("properties");
        String user = row.path("user_id").asText();
        return new Token(
                Token.Use.OPEN,
                workspace,
                sendId,
                properties.path("campaign_id").asText(""),
                properties.path("node_id").asText(""),
                Channel.valueOf(properties.path("channel").asText().toUpperCase(Locale.ROOT)),
                Optional.ofNullable(properties.path("template").textValue()),
                Person.of(user.isEmpty() ? null : user, row.path("anonymous_id").asText()),
                Optional.empty(),
                "");
    }

    @Override
    public List<ObjectNode> of(String workspace, ContactId contact, Instant since) {
        Map<String, Object> parameters =
                Map.of("workspace", workspace, "contact", contact.number(), "since", since.toEpochMilli());
        return client.rows(new Sql(ONSITE, parameters)).stream()
                .map(row -> {
                    ObjectNode message = JsonNodeFactory.instance.objectNode();
                    message.put("id", row.path("id").asText())
                            .put("campaign_id", row.path("campaign_id").asText())
                            .put("subject", row.path("subject").asText())
                            .put("html", row.path("html").asText())
                            .put("text", row.path("text").asText())
                            .put("opened", row.path("opened").asText())
                            .put(
                                    "at",
                                    Instant.ofEpochMilli(row.path("at_ms").asLong())
                                            .toString());
                    return message;
                })
                .toList();
    }
}
