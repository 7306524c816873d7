package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.event.RejectReason;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RejectedRecord;
import io.millrace.streams.record.RejectedRecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventWriterTest {

    private static final byte[] BODY = "{\"context\":{}}".getBytes(StandardCharsets.UTF_8);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<@Nullable Exception> outcomes = new ArrayList<>();

    @Test
    void eventsAreKeyedByPersonAndRejectedOnesByWorkspace() {
        try (EventWriter writer = new EventWriter(producer)) {
            writer.write(event("u", "a"), outcomes::add);
            writer.write(event(null, "a"), outcomes::add);
            writer.write(rejected(), outcomes::add);

            assertThat(producer.history())
                    .extracting(record -> record.topic() + " " + new String(record.key(), StandardCharsets.UTF_8))
                    .containsExactly("events ws_1\0uu", "events ws_1\0aa", "events.rejected ws_1");
            assertThat(producer.history())
                    .extracting(ProducerRecord::value)
                    .containsExactly(
                            EventRecordCodec.encode(event("u", "a")),
                            EventRecordCodec.encode(event(null, "a")),
                            RejectedRecordCodec.encode(rejected()));
        }
    }

    @Test
    void aContactsChangeHasTheKeyOfItsEvents() {
        ContactRecord change = new ContactRecord("ws_1", "key_1", "r1", Person.of("u", null), BODY);
        try (EventWriter writer = new EventWriter(producer)) {
            writer.write(event("u", null), outcomes::add);
            writer.write(change, outcomes::add);

            assertThat(producer.history()).extracting(ProducerRecord::topic).containsOnly("events");
            assertThat(producer.history().get(1).key())
                    .isEqualTo(producer.history().get(0).key());
            assertThat(producer.history().get(1).value()).isEqualTo(ContactRecordCodec.encode(change));
        }
    }

    @Test
    void everyRecordIsSettledOnceWhateverHappens() {
        KafkaException refused = new KafkaException("refused at once");
        KafkaException failed = new KafkaException("failed later");
        try (EventWriter writer = new EventWriter(producer)) {
            writer.write(event("u", null), outcomes::add);
            writer.write(event("u", null), outcomes::add);
            assertThat(outcomes).isEmpty();

            producer.completeNext();
            producer.errorNext(failed);
            producer.sendException = refused;
            writer.write(event("u", null), outcomes::add);

            assertThat(outcomes).containsExactly(null, failed, refused);
        }
    }

    @Test
    void itIsReadyOnceTheTopicsAreSeen() {
        producer.partitionsForException = new TimeoutException("no metadata yet");
        try (EventWriter writer = new EventWriter(producer)) {
            assertThat(writer.seesTopics()).isFalse();
            assertThat(writer.ready()).isFalse();

            producer.partitionsForException = null;

            Awaitility.await().atMost(Duration.ofSeconds(10)).until(writer::ready);
        }
    }

    private static EventRecord event(@Nullable String userId, @Nullable String anonymousId) {
        return new EventRecord(
                "ws_1", "key_1", "", EventType.PAGE, "m1", null, userId, anonymousId, null, null, 0, BODY);
    }

    private static RejectedRecord rejected() {
        return new RejectedRecord("ws_1", "key_1", "", null, RejectReason.NOT_AN_OBJECT, "not an object", 3, BODY);
    }
}
