package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.list.EventJson;
import io.millrace.query.list.EventPages;
import io.millrace.query.list.Page;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives out everything that is known of one contact, as one JSON object: its profile, the ids it goes by, the segments
 * it is in and was in, every write to its profile and every event. Up to 100 MB; a contact with more is refused, and its
 * events can be had page by page.
 */
public final class ContactExport implements RouteHandler {

    private static final int BYTES_MAX = 100_000_000;
    private static final int EVENTS_AT_ONCE = 5_000;

    private final ContactStore contacts;
    private final Profiles profiles;
    private final EventPages events;
    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactExport(ClickHouseClient client, Map<String, String> bounds) {
        this.contacts = new ContactStore(client, bounds);
        this.profiles = new Profiles(client, bounds);
        this.events = new EventPages(client, bounds);
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        faults.throwIfAny();
        String workspace = call.ownWorkspace().id();
        ContactRow contact = contacts.named(workspace, call.inPath(ContactReads.ID));
        Slices slices = Slices.of(contact, workspace, client, bounds);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        add(text, "{\"contact\":");
        text.writeBytes(Json.bytes(profiles.of(workspace, contact)));
        list(text, "persons", slices.persons(), ContactExport::person);
        list(text, "segments", Membership.of(workspace, contact.id(), client, bounds), ContactExport::membership);
        list(text, "segment_changes", changes(workspace, contact), JsonNode::toString);
        list(text, "profile_writes", writes(workspace, slices), ContactExport::write);
        add(text, ",\"events\":[");
        addEvents(text, workspace, slices);
        add(text, "]}");
        return new Reply(200, Reply.JSON, text.toByteArray());
    }

    private List<JsonNode> changes(String workspace, ContactRow contact) {
        SqlValues values = new SqlValues();
        return client.rows(
                values.sql(
                        """
                        SELECT segment, change, cause,
                          concat(replaceOne(toString(at), ' ', 'T'), 'Z') AS at,
                          concat(replaceOne(toString(known_at), ' ', 'T'), 'Z') AS known_at
                        FROM segment_changes
                        WHERE workspace = %s AND contact = %s
                        ORDER BY segment_changes.known_at, version
                        """
                                .formatted(values.text(workspace), ContactStore.number(contact.id(), values))),
                bounds);
    }

    private List<JsonNode> writes(String workspace, Slices slices) {
        SqlValues values = new SqlValues();
        return client.rows(
                values.sql(
                        """
                        SELECT field, key, value, toUnixTimestamp64Milli(timestamp) AS happened,
                          toUnixTimestamp64Milli(received_at) AS arrived
                        FROM profile_writes
                        WHERE workspace = %s AND %s
                        ORDER BY received_at, sequence
                        """
                                .formatted(values.text(workspace), slices.condition(values))),
                bounds);
    }

    private void addEvents(ByteArrayOutputStream text, String workspace, Slices slices) {
        Optional<List<Long>> after = Optional.empty();
        boolean first = true;
        while (true) {
            SqlValues values = new SqlValues();
            List<JsonNode> rows = events.rows(
                    List.of("workspace = " + values.text(workspace), slices.condition(values)),
                    values,
                    new Page(EVENTS_AT_ONCE, after));
            for (JsonNode row : rows.subList(0, Math.min(EVENTS_AT_ONCE, rows.size()))) {
                add(
                        text,
                        (first ? "" : ",")
                                + EventJson.of(row.path("text").asText()).text());
                first = false;
                after = Optional.of(EventPages.place(row));
            }
            if (rows.size() <= EVENTS_AT_ONCE) {
                return;
            }
        }
    }

    private static <R> void list(ByteArrayOutputStream text, String name, List<R> rows, Function<R, String> json) {
        add(text, ",\"" + name + "\":[");
        for (int i = 0; i < rows.size(); i++) {
            add(text, (i == 0 ? "" : ",") + json.apply(rows.get(i)));
        }
        add(text, "]");
    }

    private static void add(ByteArrayOutputStream text, String more) {
        text.writeBytes(more.getBytes(StandardCharsets.UTF_8));
        if (text.size() > BYTES_MAX) {
            throw Problem.limitExceeded(
                            "bytes",
                            BYTES_MAX / 1_000_000 + " MB",
                            "the contact has more than one answer can hold; its events can be had page by page")
                    .exception();
        }
    }

    private static String person(Person person) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("kind", person.kind() == Person.Kind.USER ? "external" : "anonymous")
                .put("id", person.id());
        return Json.text(json);
    }

    private static String membership(Membership membership) {
        return Json.text(Json.MAPPER
                .createObjectNode()
                .put("id", membership.segment())
                .put("since", Timestamps.format(membership.since().toEpochMilli())));
    }

    private static String write(JsonNode row) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("field", row.path("field").asText()).put("key", row.path("key").asText());
        json.putRawValue("value", new RawValue(row.path("value").asText()));
        json.put("timestamp", Timestamps.format(row.path("happened").asLong()));
        json.put("received_at", Timestamps.format(row.path("arrived").asLong()));
        return Json.text(json);
    }
}
