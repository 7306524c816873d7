package io.millrace.testing.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.TopicAdmin.TopicException;
import io.millrace.streams.TopicTrimmer;
import io.millrace.streams.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
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
