package io.millrace.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Json;
import io.millrace.streams.Topics;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import io.millrace.testing.EmbeddedServices;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Stands in for the audience job where only its tables matter: takes the contact records of one workspace from the
 * topic, in a simple way, and writes contacts, identities and outcomes. A copy of a record changes nothing.
 */
final class JobDouble implements AutoCloseable {

    /** What it knows of one contact. */
    private static final class State {
        final ObjectNode traits = Json.MAPPER.createObjectNode();
        final Set<String> tags = new LinkedHashSet<>();
        final ObjectNode scores = Json.MAPPER.createObjectNode();
        final ObjectNode subscriptions = Json.MAPPER.createObjectNode();
        final Set<String> campaigns = new HashSet<>();
        final int generation;
        final long createdAt;
        BigInteger mergedInto = BigInteger.ZERO;
        boolean gone;

        State(int generation, long createdAt) {
            this.generation = generation;
            this.createdAt = createdAt;
        }
    }

    private final Api api;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Person, State> contacts = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<ContactRecord> taken = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ends;
    private volatile boolean pauses;
    private volatile String refusal = "";
    private long version = 1;

    private JobDouble(Api api) {
        this.api = api;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", EmbeddedServices.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        this.thread = new Thread(this::run, "job-double");
        thread.start();
    }

    static JobDouble start(Api api) {
        return new JobDouble(api);
    }

    /** Takes nothing until told to go on. */
    void pause(boolean pausing) {
        pauses = pausing;
    }

    /** Refuses every change from now on, if there is a reason. */
    void refuse(String reason) {
        refusal = reason;
    }

    /** The records that were no copies. */
    synchronized List<ContactRecord> taken() {
        return List.copyOf(taken);
    }

    private void run() {
        while (!ends) {
            if (pauses) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.assignment());
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                try {
                    ContactRecord change = ContactRecordCodec.decode(record.value());
                    if (change.workspace().equals(api.workspace.id())) {
                        take(change, record.timestamp());
                    }
                } catch (UnreadableRecordException e) {
                    // Another test's event.
                }
            }
        }
        consumer.close();
    }

    private synchronized void take(ContactRecord change, long at) {
        if (!seen.add(change.requestId())) {
            return;
        }
        taken.add(change);
        Person person = change.person();
        State state = contacts.get(person);
        JsonNode action = Json.parse(change.body());
        if (state == null && action.path("do").asText().equals("enroll")) {
            // Nobody begins by it.
            writeOutcome(change, ContactId.of(api.workspace.id(), person), "unknown", at);
            return;
        }
        if (state == null || (state.gone && state.mergedInto.signum() == 0)) {
            state = new State(state == null ? 0 : state.generation + 1, at);
            contacts.put(person, state);
        }
        String refused = refusal.isEmpty() ? apply(person, state, action, at) : refusal;
        writeContact(person, state, at);
        writeOutcome(change, id(person, state), refused, at);
    }

    private void writeOutcome(ContactRecord change, ContactId contact, String refused, long at) {
        ObjectNode outcome = Json.MAPPER.createObjectNode();
        outcome.put("workspace", api.workspace.id()).put("request_id", change.requestId());
        outcome.put("contact", contact.number());
        outcome.put("outcome", refused.isEmpty() ? "done" : "refused").put("detail", refused);
        outcome.put("at", Api.clickhouseTime(Timestamps.format(at)));
        api.insert("api_outcomes", List.of(outcome));
    }

    private String apply(Person person, State state, JsonNode action, long at) {
        switch (action.path("do").asText()) {
            case "update" -> {
                merge(state.traits, action.path("traits"));
                merge(state.scores, action.path("scores"));
                if (action.has("tags")) {
                    state.tags.clear();
                    action.path("tags").forEach(tag -> state.tags.add(tag.asText()));
                }
                action.path("add_tags").forEach(tag -> state.tags.add(tag.asText()));
                action.path("remove_tags").forEach(tag -> state.tags.remove(tag.asText()));
            }
            case "subscribe", "unsubscribe" ->
                state.subscriptions.put(
                        action.path("group").asText(""), action.path("do").asText() + "d");
            case "delete" -> state.gone = true;
            case "static" -> {
                // Nobody asks it for members.
            }
            case "enroll" -> {
                if (state.tags.contains("suppressed")) {
                    return "suppressed";
                }
                if (!state.campaigns.add(action.path("campaign").asText())) {
                    return "already_enrolled";
                }
            }
            case "merge" -> {
                JsonNode source = action.path("source");
                Person from = Person.of(
                        source.path("user").textValue(),
                        source.path("anonymous").textValue());
                State moved = contacts.get(from);
                if (moved == null) {
                    return "there is no such contact";
                }
                moved.gone = true;
                moved.mergedInto = id(person, state).number();
                moved.traits.properties().forEach(entry -> state.traits.putIfAbsent(entry.getKey(), entry.getValue()));
                writeContact(from, moved, at);
                slice(from, 0, id(person, state));
            }
            default -> throw new IllegalStateException("unknown action " + action);
        }
        return "";
    }

    private static void merge(ObjectNode into, JsonNode from) {
        from.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                into.remove(entry.getKey());
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** Says whose a person's events are from an arrival on. */
    void slice(Person person, long fromMillis, ContactId contact) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id());
        row.put("person", ContactId.of(api.workspace.id(), person).number());
        row.put("from_ms", fromMillis).put("contact", contact.number());
        row.put("kind", person.kind() == Person.Kind.USER ? "u" : "a").put("id", person.id());
        row.put("version", version++);
        api.insert("identities", List.of(row));
    }

    private void writeContact(Person person, State state, long at) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        boolean user = person.kind() == Person.Kind.USER;
        row.put("workspace", api.workspace.id())
                .put("contact", id(person, state).number());
        row.put("external_id", user ? person.id() : "").put("anonymous_id", user ? "" : person.id());
        row.put("generation", state.generation);
        row.put("email", state.traits.path("email").asText(""));
        row.put("traits", Json.text(state.traits));
        ArrayNode tags = row.putArray("tags");
        state.tags.forEach(tags::add);
        row.set("scores", state.scores);
        row.set("subscriptions", state.subscriptions);
        row.put("created_at", Api.clickhouseTime(Timestamps.format(state.createdAt)));
        row.put("updated_at", Api.clickhouseTime(Timestamps.format(at)));
        row.put("gone", state.gone ? 1 : 0).put("merged_into", state.mergedInto).put("version", version++);
        api.insert("contacts", List.of(row));
    }

    private ContactId id(Person person, State state) {
        return ContactId.of(api.workspace.id(), person, state.generation);
    }

    @Override
    public void close() {
        ends = true;
        try {
            thread.join(Duration.ofSeconds(20).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
