package io.millrace.clickhouse.embedded;

import io.millrace.core.settings.Env;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How the embedded server runs.
 *
 * @param dataDir its own folder: data, process id, logs
 * @param libraryDir where the ClickHouse library is kept, fetched once if it is not there; shared by all instances
 * @param httpPort 0 = a free one at each start
 * @param tcpPort of the native protocol, 0 = a free one at each start
 * @param memoryBytes bound of the server's own memory; a query beyond it fails
 * @param progress is told in sentences what a start is waiting for
 */
public record EmbeddedClickHouseConfig(
        Path dataDir, Path libraryDir, int httpPort, int tcpPort, long memoryBytes, Consumer<String> progress) {

    private static final long MEGABYTE = 1_000_000;
    private static final int DEFAULT_MEMORY_MB = 1_200;
    private static final int LEAST_MEMORY_MB = 500;
    private static final int MOST_MEMORY_MB = 1_000_000;
    private static final int LARGEST_PORT = 65_535;

    public EmbeddedClickHouseConfig {
        dataDir = dataDir.toAbsolutePath().normalize();
        libraryDir = libraryDir.toAbsolutePath().normalize();
        Objects.requireNonNull(progress);
        if (httpPort < 0 || httpPort > LARGEST_PORT || tcpPort < 0 || tcpPort > LARGEST_PORT) {
            throw new IllegalArgumentException("a port lies between 0 and 65535");
        }
        if (memoryBytes < LEAST_MEMORY_MB * MEGABYTE) {
            throw new IllegalArgumentException(
                    "ClickHouse needs at least " + LEAST_MEMORY_MB + " MB, got " + memoryBytes / MEGABYTE + " MB");
        }
    }

    /**
     * As the environment says: {@code MILLRACE_CHDB_DIR}, {@code MILLRACE_CLICKHOUSE_HTTP_PORT},
     * {@code MILLRACE_CLICKHOUSE_TCP_PORT} (0), {@code MILLRACE_CLICKHOUSE_MEMORY_MB} (1200).
     */
    public static EmbeddedClickHouseConfig from(Env env, Path dataDir) {
        return new EmbeddedClickHouseConfig(
                dataDir,
                ChdbLibrary.directory(env),
                env.port("MILLRACE_CLICKHOUSE_HTTP_PORT", 0),
                env.port("MILLRACE_CLICKHOUSE_TCP_PORT", 0),
                env.integer("MILLRACE_CLICKHOUSE_MEMORY_MB", DEFAULT_MEMORY_MB, LEAST_MEMORY_MB, MOST_MEMORY_MB)
                        * MEGABYTE,
                sentence -> {});
    }

    public EmbeddedClickHouseConfig withProgress(Consumer<String> listener) {
        return new EmbeddedClickHouseConfig(dataDir, libraryDir, httpPort, tcpPort, memoryBytes, listener);
    }

    public EmbeddedClickHouseConfig withMemoryBytes(long bytes) {
        return new EmbeddedClickHouseConfig(dataDir, libraryDir, httpPort, tcpPort, bytes, progress);
    }
}
