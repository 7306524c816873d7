package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clickhouse.ClickHouseEndpoint;
import org.junit.jupiter.api.Test;

/** The services that this run's tests share. */
class EmbeddedServicesIT extends ServicesContract {

    @Override
    String kafka() {
        return EmbeddedServices.kafka();
    }

    @Override
    ClickHouseEndpoint clickhouse() {
        return EmbeddedServices.clickhouse();
    }

    @Override
    ClickHouseEndpoint sqlClickhouse() {
        return EmbeddedServices.sqlClickhouse();
    }

    @Test
    void everyTestGetsTheSameServicesAndAWorkspaceOfItsOwn() {
        assertThat(EmbeddedServices.kafka()).isEqualTo(EmbeddedServices.kafka());
        assertThat(EmbeddedServices.freshWorkspace().id())
                .isNotEqualTo(EmbeddedServices.freshWorkspace().id());
    }
}
