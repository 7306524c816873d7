package io.millrace.testing;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.streams.TopicAdmin;
import java.io.IOException;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A Kafka with all topics of Millrace, and how it is stopped. */
record KafkaService(String bootstrap, Stop stop) implements AutoCloseable {

    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.2.1");

    static KafkaService start(ServiceKind kind) {
        KafkaService service =
                switch (kind) {
                    case EMBEDDED -> embedded();
                    case CONTAINERS -> container();
                };
        TopicAdmin.createMissing(service.bootstrap());
        return service;
    }

    private static KafkaService embedded() {
        TemporaryFolder folder = TemporaryFolder.create("kafka");
        EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.path()));
        return new KafkaService(kafka.bootstrap(), () -> {
            kafka.close();
            folder.close();
        });
    }

    private static KafkaService container() {
        KafkaContainer kafka = new KafkaContainer(IMAGE);
        kafka.start();
        return new KafkaService(kafka.getBootstrapServers(), kafka::stop);
    }

    @Override
    public void close() throws IOException {
        stop.run();
    }
}
