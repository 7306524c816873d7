package io.millrace.ingest;

import io.millrace.core.settings.Env;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.KafkaDefinitions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door as a process of its own, before an external Kafka. */
public final class IngestMain {

    private static final Logger LOG = LoggerFactory.getLogger(IngestMain.class);

    private IngestMain() {}

    public static void main(String[] args) throws Exception {
        Env env = Env.system();
        String kafka = env.text("MILLRACE_KAFKA", "127.0.0.1:9092");
        IngestSettings settings = IngestSettings.from(env);
        TopicAdmin.createMissing(kafka);
        KafkaDefinitions definitions = KafkaDefinitions.open(kafka, Map.of());
        IngestServer server = IngestServer.start(settings, kafka, new DefinitionAccess(definitions), List.of());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, definitions), "ingest-shutdown"));
        LOG.info("Events are taken at http://{}:{}", settings.host(), server.port());
        new CountDownLatch(1).await();
    }

    private static void stop(IngestServer server, KafkaDefinitions definitions) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.warn("The server did not stop cleanly", e);
        }
        definitions.close();
    }
}
