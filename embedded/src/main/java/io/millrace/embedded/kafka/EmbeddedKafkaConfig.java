package io.millrace.embedded.kafka;

import java.nio.file.Path;

/**
 * How the embedded broker runs. It listens on loopback only.
 *
 * @param dataDir holds topics and metadata; made if missing; one broker at a time
 * @param port of the broker, 0 for a free one
 * @param fsync flushes every record to the disk before it is acknowledged: then a power cut loses nothing, at a
 *     price in speed. The death of the process loses nothing either way.
 */
public record EmbeddedKafkaConfig(Path dataDir, int port, boolean fsync) {

    private static final int PORT_MAX = 65_535;

    public EmbeddedKafkaConfig {
        dataDir = dataDir.toAbsolutePath().normalize();
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, found " + port);
        }
    }

    /** A free port, no flush per record. */
    public static EmbeddedKafkaConfig in(Path dataDir) {
        return new EmbeddedKafkaConfig(dataDir, 0, false);
    }
}
