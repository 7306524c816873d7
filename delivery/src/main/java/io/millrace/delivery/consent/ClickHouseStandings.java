package io.millrace.delivery.consent;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.ContactId;
import io.millrace.streams.record.SendRecord;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How contacts stand, from the tables that the jobs keep in step with the stream: about a checkpoint behind it. Two
 * statements for all sends of a workspace.
 */
public final class ClickHouseStandings implements Standings {

    /** A contact that was merged into one that was merged, and so on. */
    private static final int MERGES_MAX = 8;

    /** A result's name would hide a column of that name from the condition, so none is that of a column. */
    private static final String CONTACTS =
            """
            SELECT
                toString(contact) AS id,
                argMax(gone, version) AS is_gone,
                toString(argMax(merged_into, version)) AS target,
                argMax(subscriptions, version) AS choices
            FROM contacts
            WHERE workspace = {workspace:String} AND contact IN {contacts:Array(UInt128)}
            GROUP BY contact
            """;

    private static final String SUPPRESSED =
            """
            SELECT DISTINCT toString(person) AS id
            FROM events
            WHERE workspace = {workspace:String}
                AND event IN ('message_bounced', 'message_complained')
                AND person IN {persons:Array(UInt128)}
                AND (event = 'message_complained' OR properties['class'] = 'hard')
            """;

    private final ClickHouseClient client;

    public ClickHouseStandings(ClickHouseClient client) {
        this.client = client;
    }

    private record Row(boolean gone, String mergedInto, Map<String, Boolean> subscriptions) {
        boolean merged() {
            return gone && !mergedInto.equals("0");
        }
    }

    @Override
    public Map<String, Standing> of(List<SendRecord> sends) {
        Map<String, Standing> standings = new HashMap<>();
        sends.stream()
                .collect(Collectors.groupingBy(SendRecord::workspace))
                .forEach((workspace, some) -> standings.putAll(of(workspace, some)));
        return standings;
    }

    private Map<String, Standing> of(String workspace, List<SendRecord> sends) {
        Map<String, Row> contacts = contacts(workspace, sends);
        Set<String> suppressed = suppressed(workspace, sends);
        Map<String, Standing> standings = new HashMap<>();
        for (SendRecord send : sends) {
            Standing granted = Standings.granted(send);
            Row row = standing(contacts, number(send.recipient().contact()));
            standings.put(
                    send.sendId(),
                    new Standing(
                            row != null && row.gone(),
                            granted.suppressed() || suppressed.contains(number(person(send))),
                            row == null ? granted.subscriptions() : row.subscriptions()));
        }
        return standings;
    }

    /** The contact that this one has become by merges; null if ClickHouse does not know it yet. */
    private static @Nullable Row standing(Map<String, Row> contacts, String contact) {
        Row row = contacts.get(contact);
        for (int merges = 0; row != null && row.merged() && merges < MERGES_MAX; merges++) {
            Row target = contacts.get(row.mergedInto());
            if (target == null) {
                return row;
            }
            row = target;
        }
        return row;
    }

    private Map<String, Row> contacts(String workspace, List<SendRecord> sends) {
        Map<String, Row> found = new HashMap<>();
        Set<String> asked =
                sends.stream().map(send -> number(send.recipient().contact())).collect(Collectors.toSet());
        for (int merges = 0; !asked.isEmpty() && merges <= MERGES_MAX; merges++) {
            Set<String> next = new HashSet<>();
            for (JsonNode json : client.rows(new Sql(CONTACTS, parameters(workspace, "contacts", asked)))) {
                Row row = new Row(
                        json.path("is_gone").asInt() != 0,
                        json.path("target").asText("0"),
                        choices(json.path("choices")));
                found.put(json.path("id").asText(), row);
                if (row.merged() && !found.containsKey(row.mergedInto())) {
                    next.add(row.mergedInto());
                }
            }
            asked = next;
        }
        return found;
    }

    private Set<String> suppressed(String workspace, List<SendRecord> sends) {
        Set<String> persons = sends.stream().map(send -> number(person(send))).collect(Collectors.toSet());
        Set<String> suppressed = new HashSet<>();
        client.rows(new Sql(SUPPRESSED, parameters(workspace, "persons", persons)))
                .forEach(json -> suppressed.add(json.path("id").asText()));
        return suppressed;
    }

    private static Map<String, Boolean> choices(JsonNode subscriptions) {
        Map<String, Boolean> choices = new HashMap<>();
        subscriptions
                .properties()
                .forEach(choice ->
                        choices.put(choice.getKey(), choice.getValue().asText().equals("subscribed")));
        return choices;
    }

    private static Map<String, Object> parameters(String workspace, String name, Collection<String> numbers) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("workspace", workspace);
        parameters.put(name, numbers.stream().map(BigInteger::new).toList());
        return parameters;
    }

    private static ContactId person(SendRecord send) {
        return ContactId.of(send.workspace(), send.recipient().person());
    }

    private static String number(ContactId contact) {
        return contact.number().toString();
    }
}
