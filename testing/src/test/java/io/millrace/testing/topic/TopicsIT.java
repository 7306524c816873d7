package io.millrace.testing.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.streams.StreamClock;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.TopicAdmin.TopicException;
import io.millrace.streams.TopicTrimmer;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.KafkaDefinitions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TopicsIT {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final TopicPartition FIRST = new TopicPartition(Topics.EVENTS, 0);

    private EmbeddedKafka kafka;
    private Admin admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.resolve("kafka")));
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    @AfterEach
    void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void topicsOfAnotherSizeAreRefusedAndMissingOnesCreated() throws Exception {
        admin.createTopics(List.of(new NewTopic(Topics.EVENTS, 5, (short) 1)))
                .all()
                .get();

        assertThatThrownBy(() -> TopicAdmin.createMissing(kafka.bootstrap()))
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("topic events has 5 partitions, expected 12");
        assertThat(admin.listTopics().names().get()).contains(Topics.REJECTED, Topics.DEFINITIONS);
    }

    @Test
    void onlyWhatEveryJobHasPassedAndIsOlderThanAWeekGoes() throws Exception {
        TopicAdmin.createMissing(kafka.bootstrap());
        write(10);
        TopicTrimmer trimmer =
                new TopicTrimmer(kafka.bootstrap(), Map.of(Topics.EVENTS, Set.of("job-a", "job-b")), WEEK);
        Instant inAWeek = Instant.now().plus(WEEK).plusSeconds(60);

        pass("job-a", 8);
        assertThat(trimmer.trim(inAWeek)).isEmpty();
        pass("job-b", 6);
        assertThat(trimmer.trim(Instant.now())).isEmpty();
        assertThat(trimmer.trim(inAWeek)).isEqualTo(Map.of(FIRST, 6L));
        assertThat(trimmer.trim(inAWeek)).isEmpty();
    }

    @Test
    void anOlderTopicOfDefinitionsIsToldToForgetTicks() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic(Topics.DEFINITIONS, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get();
        TopicAdmin.createMissing(kafka.bootstrap());
        TopicAdmin.alterOwn(kafka.bootstrap());

        ConfigResource definitions = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEFINITIONS);
        // The broker that is asked learns of the change a moment after the controller has taken it.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        admin.describeConfigs(List.of(definitions)).all().get().values())
                .singleElement()
                .satisfies(settings -> {
                    assertThat(settings.get("segment.ms").value()).isEqualTo("600000");
                    assertThat(settings.get("cleanup.policy").value()).isEqualTo("compact");
                }));
    }

    @Test
    void theClockMovesEveryPartitionAndNoDefinition() throws Exception {
        TopicAdmin.createMissing(kafka.bootstrap());
        try (KafkaDefinitions definitions = KafkaDefinitions.open(kafka.bootstrap(), Map.of());
                StreamClock clock = StreamClock.start(kafka.bootstrap())) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            admin.listOffsets(everyPartition()).all().get().values())
                    .allSatisfy(end -> assertThat(end.offset()).isGreaterThanOrEqualTo(2)));
            definitions.refresh();
            assertThat(definitions.all(Definition.Kind.CLOCK)).isEmpty();
            assertThat(definitions.damagedRecords()).isZero();
        }
    }

    private static Map<TopicPartition, OffsetSpec> everyPartition() {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        asked.put(new TopicPartition(Topics.DEFINITIONS, 0), OffsetSpec.latest());
        for (int partition = 0; partition < Topics.EVENTS_PARTITIONS; partition++) {
            asked.put(new TopicPartition(Topics.EVENTS, partition), OffsetSpec.latest());
        }
        return asked;
    }

    private void pass(String group, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(FIRST, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private void write(int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(Topics.EVENTS, 0, new byte[0], new byte[] {1}))
                        .get();
            }
        }
    }
}
