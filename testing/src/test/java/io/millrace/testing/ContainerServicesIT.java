package io.millrace.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.clickhouse.ClickHouseEndpoint;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The official images keep the same contract; where they do, all integration tests can run on them with {@code
 * -Dmillrace.test.services=containers}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ContainerServicesIT extends ServicesContract {

    @SuppressWarnings("NullAway.Init")
    private KafkaService kafka;

    @SuppressWarnings("NullAway.Init")
    private ClickHouseService clickhouse;

    @BeforeAll
    void start() {
        assumeTrue(ServiceKind.dockerAnswers(), ServiceKind.NO_DOCKER);
        kafka = KafkaService.start(ServiceKind.CONTAINERS);
        clickhouse = ClickHouseService.start(ServiceKind.CONTAINERS);
    }

    @AfterAll
    void stop() throws IOException {
        if (kafka != null) {
            kafka.close();
        }
        if (clickhouse != null) {
            clickhouse.close();
        }
    }

    @Override
    String kafka() {
        return kafka.bootstrap();
    }

    @Override
    ClickHouseEndpoint clickhouse() {
        return clickhouse.endpoint();
    }

    @Override
    ClickHouseEndpoint sqlClickhouse() {
        return clickhouse.sqlEndpoint();
    }
}
