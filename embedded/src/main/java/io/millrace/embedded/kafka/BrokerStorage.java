package io.millrace.embedded.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker's folder: formatted once, checked at each start. */
final class BrokerStorage {

    private static final String FORMATTED = "meta.properties";

    private final Path dataDir;

    BrokerStorage(Path dataDir) {
        this.dataDir = dataDir;
    }

    /** Afterwards the folder belongs to a cluster, the same one at each start, that this Kafka can read. */
    void prepare() {
        try {
            Files.createDirectories(dataDir);
            if (Files.exists(dataDir.resolve(FORMATTED))) {
                requireReadable();
            } else {
                // Left by a start that ended in between.
                Files.deleteIfExists(dataDir.resolve(BootstrapDirectory.BINARY_BOOTSTRAP_FILENAME));
                format();
            }
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Kafka's folder " + dataDir + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void format() throws IOException {
        Formatter formatter = new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerProperties.NODE_ID)
                .addDirectory(dataDir.toString())
                .setMetadataLogDirectory(dataDir.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new EmbeddedKafkaException("Kafka's folder " + dataDir + " cannot be formatted", e);
        }
    }

    /** The broker itself would end the whole process over a version it does not know. */
    private void requireReadable() {
        try {
            new BootstrapDirectory(dataDir.toString()).read().metadataVersion();
        } catch (Exception e) {
            throw new EmbeddedKafkaException(
                    "Kafka's folder " + dataDir + " cannot be read by Kafka "
                            + MetadataVersion.latestProduction().version()
                            + "; it was probably written by a newer one: " + e.getMessage(),
                    e);
        }
    }
}
