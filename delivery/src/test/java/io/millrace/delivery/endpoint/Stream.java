package io.millrace.delivery.endpoint;

import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.streams.Topics;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.SegmentChange;
import io.millrace.streams.record.SegmentChangeCodec;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDeliveryCodec;
import io.millrace.testing.EmbeddedServices;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what happens in one workspace into the topics that tests share. */
final class Stream implements AutoCloseable {

    private final String workspace;
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", EmbeddedServices.kafka()),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    Stream(String workspace) {
        this.workspace = workspace;
    }

    void track(String user, String messageId, String event, String properties) {
        event(user, messageId, EventType.TRACK, event, "", "{\"context\":{},\"properties\":" + properties + "}");
    }

    void identify(String user, String messageId, String traits) {
        event(user, messageId, EventType.IDENTIFY, "", "", "{\"context\":{},\"traits\":" + traits + "}");
    }

    void imported(String user, String messageId, String event) {
        event(user, messageId, EventType.TRACK, event, "imp_1", "{\"context\":{},\"properties\":{}}");
    }

    private void event(String user, String messageId, EventType type, String event, String importId, String body) {
        EventRecord record = new EventRecord(
                workspace,
                "key_test",
                importId,
                type,
                messageId,
                event.isEmpty() ? null : event,
                user,
                null,
                null,
                null,
                0,
                body.getBytes(StandardCharsets.UTF_8));
        put(Topics.EVENTS, person(user).key(workspace), EventRecordCodec.encode(record));
    }

    void change(String user, String requestId, String body) {
        ContactRecord record = new ContactRecord(
                workspace, "key_test", requestId, person(user), body.getBytes(StandardCharsets.UTF_8));
        put(Topics.EVENTS, person(user).key(workspace), ContactRecordCodec.encode(record));
    }

    void segment(String user, String segment, boolean entered, long at) {
        SegmentChange change = new SegmentChange(
                workspace, segment, contact(user), user, "", entered, "event", at, at, 7, "{\"event\":\"login\"}");
        put(Topics.SEGMENT_CHANGES, change.key().getBytes(StandardCharsets.UTF_8), SegmentChangeCodec.encode(change));
    }

    void definition(byte[] key, byte[] value) {
        put(Topics.DEFINITIONS, key, value);
    }

    void request(int partition, WebhookDelivery asked) {
        sent(new ProducerRecord<>(Topics.WEBHOOK_REQUESTS, partition, asked.key(), WebhookDeliveryCodec.encode(asked)));
    }

    ContactId contact(String user) {
        return ContactId.of(workspace, person(user));
    }

    private static Person person(String user) {
        return new Person(Person.Kind.USER, user);
    }

    private void put(String topic, byte[] key, byte[] value) {
        sent(new ProducerRecord<>(topic, key, value));
    }

    private void sent(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka takes nothing", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
