package io.millrace.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.streams.Topics;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RecordKind;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import io.millrace.testing.EmbeddedServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics around delivery, of the Kafka that tests share. */
public final class Streams {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(100);

    private Streams() {}

    /** An event of a message's life, as it stands in the topic. */
    public record Told(String event, String messageId, JsonNode properties) {}

    public static void send(SendRecord... sends) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (SendRecord send : sends) {
                producer.send(new ProducerRecord<>(Topics.SENDS, send.key(), SendRecordCodec.encode(send)));
            }
        }
    }

    public static void sendBytes(byte[] key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(Topics.SENDS, key, value));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", EmbeddedServices.kafka()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** In the order of the topic, which is a person's order. */
    public static List<Told> told(String workspace) {
        List<Told> told = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : all(Topics.EVENTS)) {
            try {
                if (EventRecordCodec.kind(record.value()) == RecordKind.EVENT) {
                    EventRecord event = EventRecordCodec.decode(record.value());
                    if (event.workspace().equals(workspace)) {
                        told.add(new Told(
                                event.eventName(),
                                event.messageId(),
                                JSON.readTree(event.body()).path("properties")));
                    }
                }
            } catch (Exception e) {
                throw new AssertionError("an event cannot be read", e);
            }
        }
        return told;
    }

    public static List<ContactRecord> contactRecords(String workspace) {
        List<ContactRecord> changes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : all(Topics.EVENTS)) {
            try {
                if (EventRecordCodec.kind(record.value()) == RecordKind.CONTACT) {
                    ContactRecord change = ContactRecordCodec.decode(record.value());
                    if (change.workspace().equals(workspace)) {
                        changes.add(change);
                    }
                }
            } catch (Exception e) {
                throw new AssertionError("a contact record cannot be read", e);
            }
        }
        return changes;
    }

    /** Reasons of the dead letters of a workspace. */
    public static List<String> deadReasons(String keyStart) {
        return all(Topics.SENDS_DEAD).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).startsWith(keyStart))
                .map(record -> new String(record.headers().lastHeader("reason").value(), StandardCharsets.UTF_8))
                .toList();
    }

    public static List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", EmbeddedServices.kafka(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
