package io.millrace.standalone;

import io.millrace.core.settings.Env;
import io.millrace.standalone.key.FirstKey;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code up} itself is told by its environment; each service reads its own settings beside.
 *
 * @param keys the first keys as given; those not given are made up
 * @param kafka the bootstrap address of an external Kafka; empty runs the embedded one
 * @param kafkaPort of the embedded broker, 0 for a free one
 * @param flinkUrl the REST address of an external Flink that runs EventJob; empty runs the job in this process
 * @param diskMinMegabytes free space without which it does not start
 * @param memoryMinMegabytes memory of machine or container without which it does not start
 */
public record StandaloneSettings(
        Path dataDir,
        Map<FirstKey, String> keys,
        Optional<String> kafka,
        int kafkaPort,
        boolean kafkaFsync,
        Optional<ExternalClickHouse> clickhouse,
        Optional<String> flinkUrl,
        long diskMinMegabytes,
        long memoryMinMegabytes) {

    private static final long MEGABYTES_MAX = 1L << 30;

    public StandaloneSettings {
        keys = Map.copyOf(keys);
    }

    public static StandaloneSettings from(Env env) {
        Map<FirstKey, String> keys = new EnumMap<>(FirstKey.class);
        for (FirstKey key : FirstKey.values()) {
            env.text(key.setting()).ifPresent(given -> keys.put(key, given));
        }
        return new StandaloneSettings(
                Path.of(env.text("MILLRACE_DATA_DIR", "./data")),
                keys,
                env.text("MILLRACE_KAFKA"),
                env.port("MILLRACE_KAFKA_PORT", 0),
                env.flag("MILLRACE_KAFKA_FSYNC", false),
                ExternalClickHouse.from(env),
                env.text("MILLRACE_FLINK_URL"),
                env.number("MILLRACE_DISK_MIN_MB", 1_024, 0, MEGABYTES_MAX),
                env.number("MILLRACE_MEMORY_MIN_MB", 3_000, 0, MEGABYTES_MAX));
    }

    @Override
    public String toString() {
        return "settings of " + dataDir + ", keys not shown";
    }
}
