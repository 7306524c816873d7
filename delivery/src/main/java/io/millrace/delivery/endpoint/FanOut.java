package io.millrace.delivery.endpoint;

import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.core.event.Person;
import io.millrace.core.webhook.WebhookEnvelope;
import io.millrace.core.webhook.WebhookEvents;
import io.millrace.delivery.endpoint.ContactDirectory.Contact;
import io.millrace.streams.Topics;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RecordKind;
import io.millrace.streams.record.SegmentChangeCodec;
import io.millrace.streams.record.UnreadableRecordException;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDelivery.Origin;
import io.millrace.streams.record.WebhookDeliveryCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns records into deliveries, one for each endpoint that asked for what they tell. Not thread-safe. */
final class FanOut {

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    /** Persons whose contacts were just created, until ClickHouse knows them. */
    private static final int CREATED_MAX = 100_000;

    private final ContactDirectory contacts;
    private final Map<String, String> created = new Newest();

    private static final class Newest extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > CREATED_MAX;
        }
    }

    FanOut(ContactDirectory contacts) {
        this.contacts = contacts;
    }

    /** A delivery and the partition that it belongs to. */
    record Placed(int partition, WebhookDelivery delivery) {}

    /** Somebody's record, decoded, with its place. */
    private record Told(ConsumerRecord<byte[], byte[]> record, String workspace, Person person, Object value) {}

    /**
     * The deliveries of a batch; may have some that were made before.
     *
     * @param endpoints those that are told something now, by workspace
     * @param campaigns what records of topic {@code definitions} tell
     * @throws RuntimeException if contacts cannot be looked up now; then the same batch may be given again
     */
    List<Placed> of(
            Iterable<ConsumerRecord<byte[], byte[]>> batch,
            Map<String, List<WebhookEndpoint>> endpoints,
            Map<ConsumerRecord<byte[], byte[]>, List<Occurrence>> campaigns,
            long now) {
        List<Told> told = new ArrayList<>();
        List<Placed> placed = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                switch (record.topic()) {
                    case Topics.EVENTS -> event(record, endpoints).ifPresent(told::add);
                    case Topics.SEGMENT_CHANGES ->
                        deliver(
                                List.of(Occurrences.of(SegmentChangeCodec.decode(record.value()))),
                                record,
                                endpoints,
                                now,
                                placed);
                    case Topics.WEBHOOK_REQUESTS ->
                        placed.add(new Placed(record.partition(), WebhookDeliveryCodec.decode(record.value())));
                    default -> deliver(campaigns.getOrDefault(record, List.of()), record, endpoints, now, placed);
                }
            } catch (UnreadableRecordException e) {
                LOG.error(
                        "The record at offset {} of partition {} of topic {} {}",
                        record.offset(),
                        record.partition(),
                        record.topic(),
                        e.getMessage());
            }
        }
        Map<String, Map<Person, Contact>> known = known(told);
        for (Told one : told) {
            Contact contact = known.getOrDefault(one.workspace(), Map.of()).get(one.person());
            if (contact != null) {
                deliver(occurrences(one, contact), one.record(), endpoints, now, placed);
            }
        }
        return placed;
    }

    private static Optional<Told> event(
            ConsumerRecord<byte[], byte[]> record, Map<String, List<WebhookEndpoint>> endpoints)
            throws UnreadableRecordException {
        if (endpoints.isEmpty()) {
            return Optional.empty();
        }
        Told told;
        RecordKind kind = EventRecordCodec.kind(record.value());
        if (kind == RecordKind.EVENT) {
            EventRecord event = EventRecordCodec.decode(record.value());
            told = new Told(record, event.workspace(), event.person(), event);
        } else if (kind == RecordKind.CONTACT) {
            ContactRecord change = ContactRecordCodec.decode(record.value());
            told = new Told(record, change.workspace(), change.person(), change);
        } else {
            return Optional.empty();
        }
        List<WebhookEndpoint> listening = endpoints.getOrDefault(told.workspace(), List.of());
        return listening.stream().anyMatch(endpoint -> mayMatch(endpoint, told)) ? Optional.of(told) : Optional.empty();
    }

    /** Whether a record may tell what the endpoint asked for, before anything is looked up or parsed. */
    private static boolean mayMatch(WebhookEndpoint endpoint, Told told) {
        List<String> names = new ArrayList<>(WebhookEvents.ofContact());
        if (told.value() instanceof EventRecord event) {
            List<String> message = WebhookEvents.ofMessage(event.eventName(), "email");
            if (!message.isEmpty()) {
                names = message;
            } else if (!event.eventName().isEmpty()) {
                names.addAll(WebhookEvents.ofEvent(event.eventName()));
                names.add(WebhookEvents.EVENT_PROCESSED);
            }
        }
        return told.record().timestamp() >= endpoint.createdAt().toEpochMilli()
                && WebhookEvents.match(endpoint.events(), names).isPresent();
    }

    private Map<String, Map<Person, Contact>> known(List<Told> told) {
        Map<String, Set<Person>> asked = new HashMap<>();
        told.forEach(one -> asked.computeIfAbsent(one.workspace(), unknown -> new LinkedHashSet<>())
                .add(one.person()));
        Map<String, Map<Person, Contact>> known = new HashMap<>();
        asked.forEach((workspace, persons) -> known.put(workspace, contacts.of(workspace, persons)));
        return known;
    }

    private List<Occurrence> occurrences(Told told, Contact contact) {
        boolean creates = creates(told, contact);
        long at = told.record().timestamp();
        return told.value() instanceof EventRecord event
                ? Occurrences.of(event, at, contact.id(), creates)
                : Occurrences.of((ContactRecord) told.value(), at, contact.id(), creates);
    }

    /**
     * Whether the record is the first of its contact. ClickHouse is a moment behind: until it knows the contact, the first
     * record that was seen is the one.
     */
    private boolean creates(Told told, Contact contact) {
        if (contact.createdAt() < told.record().timestamp()) {
            return false;
        }
        String place = told.record().partition() + "/" + told.record().offset();
        String first = created.putIfAbsent(told.workspace() + '/' + contact.id(), place);
        return first == null || first.equals(place);
    }

    private static void deliver(
            List<Occurrence> occurrences,
            ConsumerRecord<byte[], byte[]> record,
            Map<String, List<WebhookEndpoint>> endpoints,
            long now,
            List<Placed> placed) {
        for (Occurrence occurrence : occurrences) {
            for (WebhookEndpoint endpoint : endpoints.getOrDefault(occurrence.workspace(), List.of())) {
                // What was there before an endpoint is none of its business.
                if (record.timestamp() >= endpoint.createdAt().toEpochMilli()) {
                    WebhookEvents.match(endpoint.events(), occurrence.names())
                            .ifPresent(event -> placed.add(
                                    new Placed(record.partition(), delivery(endpoint, event, occurrence, now))));
                }
            }
        }
    }

    private static WebhookDelivery delivery(WebhookEndpoint endpoint, String event, Occurrence occurrence, long now) {
        String id = WebhookEnvelope.id(endpoint.id(), occurrence.kind(), occurrence.source());
        Origin origin = new Origin(occurrence.workspace(), endpoint.id(), id, "", event, RetryPlan.ATTEMPTS, now);
        byte[] body = WebhookEnvelope.body(id, event, occurrence.workspace(), occurrence.at(), occurrence.data());
        return WebhookDelivery.scheduled(origin, 0, now, body);
    }
}
