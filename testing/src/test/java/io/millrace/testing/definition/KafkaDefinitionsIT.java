package io.millrace.testing.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.Definitions.DefinitionsUnavailableException;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import io.millrace.streams.definition.KafkaDefinitions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KafkaDefinitionsIT {

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start(@TempDir Path folder) {
        kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.resolve("kafka")));
        TopicAdmin.createMissing(kafka.bootstrap());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aWriteIsReadByTheWriterAtOnceAndByOthersAfterARefresh() {
        try (KafkaDefinitions one = open();
                KafkaDefinitions other = open()) {
            Definition written = one.put(key("seen"), Definitions.ABSENT, "{\"n\":1}");

            assertThat(one.get(key("seen"))).contains(written);
            other.refresh();
            assertThat(other.get(key("seen"))).contains(written);
        }
    }

    @Test
    void aRestartReadsTheSame() {
        Definition written;
        try (KafkaDefinitions one = open()) {
            written = one.put(key("kept"), Definitions.ABSENT, "{}");
            one.put(key("gone"), Definitions.ABSENT, "{}");
            one.delete(key("gone"), one.get(key("gone")).orElseThrow().version());
        }
        try (KafkaDefinitions again = open()) {
            assertThat(again.get(key("kept"))).contains(written);
            assertThat(again.get(key("gone"))).isEmpty();
        }
    }

    @Test
    void anEditOfAnOlderVersionIsRefused() {
        try (KafkaDefinitions one = open();
                KafkaDefinitions other = open()) {
            Definition first = one.put(key("edited"), Definitions.ABSENT, "{\"n\":1}");
            other.refresh();
            Definition second = other.put(key("edited"), first.version(), "{\"n\":2}");

            assertThatThrownBy(() -> one.put(key("edited"), first.version(), "{\"n\":3}"))
                    .isInstanceOf(VersionConflictException.class);
            assertThat(one.get(key("edited"))).contains(second);
        }
    }

    /** Two stores, as in two processes, each count up 20 times from what they read: no edit may be lost. */
    @Test
    void concurrentWritersLoseNoEdit() throws Exception {
        try (KafkaDefinitions one = open();
                KafkaDefinitions other = open()) {
            one.put(key("counter"), Definitions.ABSENT, "0");
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<?>> counting = new ArrayList<>();
            for (Definitions store : List.of(one, other)) {
                counting.add(threads.submit(() -> countUp(store, 20)));
            }
            for (Future<?> done : counting) {
                done.get();
            }
            threads.shutdown();
            one.refresh();
            assertThat(one.get(key("counter")).orElseThrow().body()).isEqualTo("40");
        }
    }

    private static void countUp(Definitions store, int times) {
        for (int i = 0; i < times; ) {
            store.refresh();
            Definition now = store.get(key("counter")).orElseThrow();
            try {
                store.put(key("counter"), now.version(), Integer.toString(Integer.parseInt(now.body()) + 1));
                i++;
            } catch (VersionConflictException | DefinitionsUnavailableException e) {
                // Somebody else was first; read and try again, as a client does.
                continue;
            }
        }
    }

    @Test
    void aDamagedRecordIsSkippedAndCounted() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topics.DEFINITIONS, nonsense, nonsense))
                    .get();
        }
        try (KafkaDefinitions store = open()) {
            assertThat(store.damagedRecords()).isPositive();
            assertThat(store.put(key("after"), Definitions.ABSENT, "{}").body()).isEqualTo("{}");
        }
    }

    @Test
    void aSlugBelongsToOneWorkspaceAndAKeyIsFoundByItsSecret() {
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        try (KafkaDefinitions one = open();
                KafkaDefinitions other = open()) {
            DefinitionAccess access = new DefinitionAccess(one);
            Workspace shop = new Workspace(Ids.workspace(), "Shop", "shop", ZoneOffset.UTC, noon);
            access.create(shop);
            ApiKey key =
                    ApiKey.of("s3cret-s3cret", shop.id(), ApiKey.Type.WRITE, "Web", Set.of(Scope.EVENTS_WRITE), noon);
            access.create(key);

            DefinitionAccess elsewhere = new DefinitionAccess(other);
            elsewhere.refresh();
            assertThat(elsewhere.key("s3cret-s3cret")).contains(key);
            assertThat(elsewhere.key("another")).isEmpty();
            assertThat(elsewhere.workspace(shop.id())).contains(shop);
            assertThat(elsewhere.workspaceBySlug("shop")).contains(shop);
            assertThat(elsewhere.keys(shop.id())).containsExactly(key);
            Workspace rival = new Workspace(Ids.workspace(), "Rival", "shop", ZoneOffset.UTC, noon);
            assertThatThrownBy(() -> elsewhere.create(rival)).isInstanceOf(VersionConflictException.class);
        }
    }

    private static KafkaDefinitions open() {
        return KafkaDefinitions.open(kafka.bootstrap(), Map.of());
    }

    private static Key key(String id) {
        return new Key(Kind.API_KEY, "", id);
    }
}
