package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.Sql;
import io.millrace.core.definition.Workspace;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.KafkaDefinitions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** What a test may rely on, whoever runs the services. */
abstract class ServicesContract {

    abstract String kafka();

    abstract ClickHouseEndpoint clickhouse();

    abstract ClickHouseEndpoint sqlClickhouse();

    @Test
    void kafkaHasTheTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            Set<String> names = admin.listTopics().names().get();

            assertThat(names).contains(Topics.EVENTS, Topics.REJECTED, Topics.DEFINITIONS);
        }
    }

    @Test
    void definitionsCanBeWrittenAndRead() {
        Workspace workspace = EmbeddedServices.freshWorkspace();
        try (KafkaDefinitions definitions = KafkaDefinitions.open(kafka(), Map.of())) {
            DefinitionAccess access = new DefinitionAccess(definitions);
            access.create(workspace);

            assertThat(access.workspaceBySlug(workspace.slug())).contains(workspace);
        }
    }

    @Test
    void clickhouseHasTheSchema() {
        try (ClickHouseClient client = new ClickHouseClient(clickhouse())) {
            List<JsonNode> rows =
                    client.rows(Sql.of("SELECT name FROM system.tables WHERE database = 'millrace' ORDER BY name"));

            assertThat(rows)
                    .extracting(row -> row.path("name").asText())
                    .contains("event_counts", "events", "ingest_outcomes", "rejected_events");
        }
    }

    @Test
    void peoplesSqlSeesNoTables() {
        try (ClickHouseClient client = new ClickHouseClient(sqlClickhouse())) {
            assertThat(client.rows(Sql.of("SELECT 1 AS one")))
                    .extracting(row -> row.path("one").asInt())
                    .containsExactly(1);
            assertThatThrownBy(() -> client.rows(Sql.of("SELECT count() FROM millrace.events")))
                    .hasMessageContaining("Not enough privileges");
        }
    }
}
