package io.millrace.standalone;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.embedded.kafka.KafkaHealth;
import io.millrace.standalone.folder.DataFolder;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.KafkaDefinitions;
import io.millrace.streams.definition.UsedKeys;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Kafka and ClickHouse, embedded or external, ready to use: topics and schema are there, definitions are read.
 *
 * @param kafka the bootstrap address
 */
record Stores(
        String kafka,
        ClickHouseEndpoint clickhouse,
        ClickHouseEndpoint sqlClickhouse,
        Definitions definitions,
        Access access,
        HealthCheck kafkaHealth,
        HealthCheck clickhouseHealth) {

    /** One of the two, running. */
    private record Kafka(String bootstrap, Definitions definitions, HealthCheck health) {}

    private record ClickHouse(ClickHouseEndpoint application, ClickHouseEndpoint sql, HealthCheck health) {}

    /** Both start at the same time; if one fails, the other is still taken into {@code parts} before this fails. */
    static Stores start(StandaloneSettings settings, Env env, DataFolder folder, Parts parts, Console console) {
        CompletableFuture<ClickHouse> starting = CompletableFuture.supplyAsync(
                () -> startClickHouse(settings, env, folder, parts, console), Stores::run);
        CompletableFuture<Kafka> kafkaStarting =
                CompletableFuture.supplyAsync(() -> startKafka(settings, folder, parts, console), Stores::run);
        CompletableFuture.allOf(starting, kafkaStarting).join();
        ClickHouse clickhouse = starting.join();
        Kafka kafka = kafkaStarting.join();
        return new Stores(
                kafka.bootstrap(),
                clickhouse.application(),
                clickhouse.sql(),
                kafka.definitions(),
                parts.own(
                        "the last uses of keys",
                        new UsedKeys(
                                new DefinitionAccess(kafka.definitions()), kafka.definitions(), Clock.systemUTC())),
                kafka.health(),
                clickhouse.health());
    }

    private static void run(Runnable start) {
        new Thread(start, "start").start();
    }

    private static Kafka startKafka(StandaloneSettings settings, DataFolder folder, Parts parts, Console console) {
        String bootstrap;
        HealthCheck health;
        if (settings.kafka().isPresent()) {
            bootstrap = settings.kafka().get();
            health = parts.own("Kafka's health", KafkaHealth.of(bootstrap));
        } else {
            EmbeddedKafka kafka = parts.own(
                    "Kafka",
                    EmbeddedKafka.start(
                            new EmbeddedKafkaConfig(folder.kafka(), settings.kafkaPort(), settings.kafkaFsync())));
            bootstrap = kafka.bootstrap();
            health = kafka.health();
        }
        TopicAdmin.createMissing(bootstrap);
        if (settings.kafka().isEmpty()) {
            TopicAdmin.alterOwn(bootstrap);
        }
        KafkaDefinitions definitions = parts.own("definitions", KafkaDefinitions.open(bootstrap, Map.of()));
        console.step("Kafka serves on " + bootstrap + (settings.kafka().isPresent() ? " (external)" : ""));
        return new Kafka(bootstrap, definitions, health);
    }

    private static ClickHouse startClickHouse(
            StandaloneSettings settings, Env env, DataFolder folder, Parts parts, Console console) {
        ClickHouse clickhouse = settings.clickhouse()
                .map(external -> external(external, parts))
                .orElseGet(() -> embedded(env, folder, parts, console));
        try (ClickHouseClient client = new ClickHouseClient(clickhouse.application())) {
            new MigrationRunner(client).migrate();
        }
        console.step("ClickHouse serves on " + clickhouse.application().url()
                + (settings.clickhouse().isPresent() ? " (external)" : ""));
        return clickhouse;
    }

    private static ClickHouse embedded(Env env, DataFolder folder, Parts parts, Console console) {
        EmbeddedClickHouseConfig config =
                EmbeddedClickHouseConfig.from(env, folder.clickhouse()).withProgress(console::step);
        EmbeddedClickHouse clickhouse = parts.own("ClickHouse", EmbeddedClickHouse.start(config));
        HealthCheck supervisor = clickhouse.health();
        return new ClickHouse(
                clickhouse.endpoint(),
                clickhouse.sqlEndpoint(),
                parts.own("ClickHouse's health", ClickHouseHealth.of(clickhouse.endpoint(), supervisor::problem)));
    }

    private static ClickHouse external(ExternalClickHouse external, Parts parts) {
        return new ClickHouse(
                external.application(),
                external.sql(),
                parts.own("ClickHouse's health", ClickHouseHealth.of(external.application())));
    }
}
