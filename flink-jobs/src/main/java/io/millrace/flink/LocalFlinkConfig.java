package io.millrace.flink;

import io.millrace.core.settings.Env;
import io.millrace.flink.sink.SpillFolder;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How Flink runs in this process.
 *
 * @param dir of checkpoints, spilled blocks and working files; one process at a time
 * @param managedMemoryMiB of RocksDB, in all
 * @param networkMemoryMiB between tasks
 * @param webPort of Flink's own pages on loopback, 0 for a free port; empty for none
 */
public record LocalFlinkConfig(
        Path dir, int parallelism, int managedMemoryMiB, int networkMemoryMiB, OptionalInt webPort) {

    private static final int NETWORK_MIB_PER_PAIR = 4;

    public LocalFlinkConfig {
        dir = dir.toAbsolutePath().normalize();
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1, found " + parallelism);
        }
    }

    public static LocalFlinkConfig from(Env env, Path dir) {
        return new LocalFlinkConfig(
                dir,
                env.integer("MILLRACE_FLINK_PARALLELISM", 2, 1, 64),
                env.integer("MILLRACE_FLINK_MANAGED_MIB", 256, 32, 65_536),
                env.integer("MILLRACE_FLINK_NETWORK_MIB", 32, 16, 4_096),
                env.text("MILLRACE_FLINK_WEB_PORT").isPresent()
                        ? OptionalInt.of(env.port("MILLRACE_FLINK_WEB_PORT", 0))
                        : OptionalInt.empty());
    }

    /** AudienceJob's, beside EventJob's: half a dozen stages more, and every one talks to every other task. */
    public static LocalFlinkConfig forAudience(Env env, Path dir) {
        LocalFlinkConfig events = from(env, dir);
        int parallelism = events.parallelism();
        return new LocalFlinkConfig(
                dir,
                parallelism,
                env.integer("MILLRACE_AUDIENCE_MANAGED_MIB", 256, 32, 65_536),
                Math.max(events.networkMemoryMiB(), NETWORK_MIB_PER_PAIR * parallelism * parallelism),
                OptionalInt.empty());
    }

    /** Where the job that runs here spills its blocks. */
    public SpillFolder spill() {
        return new SpillFolder(dir.resolve("spill").toUri().toString());
    }

    Path checkpoints() {
        return dir.resolve("checkpoints");
    }

    Path working() {
        return dir.resolve("working");
    }
}
