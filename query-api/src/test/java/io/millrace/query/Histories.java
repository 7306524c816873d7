package io.millrace.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.testing.EmbeddedServices;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Events of a few persons in a workspace of their own, for oracles: some persons are linked to others, some of them later
 * on to a third.
 */
final class Histories {

    /** An event. Its arrival orders what happened at one instant. */
    record Happened(
            int person,
            String name,
            long at,
            long arrival,
            Map<String, String> properties,
            Map<String, String> context) {}

    /** From this arrival on a person belongs to another one's contact. */
    record Link(int person, long fromArrival, int contact) {}

    final String workspace = EmbeddedServices.freshWorkspace().id();
    final List<Happened> events = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    /** Every fifth person of so many is linked to one of the others. */
    Histories(Random random, int persons) {
        for (int person = 0; person < persons; person++) {
            if (random.nextInt(5) == 0) {
                links.add(new Link(person, 0, random.nextInt(persons)));
                if (random.nextInt(3) == 0) {
                    links.add(new Link(person, 1 + random.nextInt(persons * 10), random.nextInt(persons)));
                }
            }
        }
    }

    void happened(int person, String name, long at, Map<String, String> properties, Map<String, String> context) {
        events.add(new Happened(person, name, at, events.size(), properties, context));
    }

    /** Whose an event is. */
    int contact(Happened event) {
        int contact = event.person();
        for (Link link : links) {
            if (link.person() == event.person() && event.arrival() >= link.fromArrival()) {
                contact = link.contact();
            }
        }
        return contact;
    }

    /** Each contact's events by time, then arrival. */
    Map<Integer, List<Happened>> byContact() {
        Map<Integer, List<Happened>> contacts = new TreeMap<>();
        for (Happened event : events) {
            contacts.computeIfAbsent(contact(event), unused -> new ArrayList<>())
                    .add(event);
        }
        contacts.values()
                .forEach(own -> own.sort((one, other) -> one.at() != other.at()
                        ? Long.compare(one.at(), other.at())
                        : Long.compare(one.arrival(), other.arrival())));
        return contacts;
    }

    BigInteger number(int person) {
        return ContactId.of(workspace, new Person(Person.Kind.USER, "u" + person))
                .number();
    }

    void store(ClickHouseClient client) {
        StringBuilder rows = new StringBuilder();
        for (Happened event : events) {
            ObjectNode row = Json.MAPPER.createObjectNode();
            row.put("workspace", workspace).put("event", event.name()).put("type", "track");
            row.put(
                    "timestamp",
                    Api.clickhouseTime(Instant.ofEpochMilli(event.at()).toString()));
            row.put("person", number(event.person())).put("user_id", "u" + event.person());
            row.put("message_id", Long.toString(event.arrival()));
            // Arrivals are milliseconds of 1970; partition and offset are not in their order.
            row.put(
                    "received_at",
                    Api.clickhouseTime(Instant.ofEpochMilli(event.arrival()).toString()));
            row.put("partition", event.person() % 12).put("offset", 1_000_000 - event.arrival());
            event.properties().forEach(row.withObject("/properties")::put);
            event.context().forEach(row.withObject("/context")::put);
            rows.append(row).append('\n');
        }
        insert(client, "events", rows);
        StringBuilder slices = new StringBuilder();
        for (Link link : links) {
            ObjectNode row = Json.MAPPER.createObjectNode();
            row.put("workspace", workspace).put("person", number(link.person()));
            row.put("from_ms", link.fromArrival()).put("contact", number(link.contact()));
            row.put("kind", "u").put("id", "u" + link.person()).put("version", 1);
            slices.append(row).append('\n');
        }
        if (!links.isEmpty()) {
            insert(client, "identities", slices);
        }
    }

    private static void insert(ClickHouseClient client, String table, StringBuilder rows) {
        client.insert(
                table,
                "JSONEachRow",
                new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString());
    }
}
