package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.millrace.query.http.OpenApi;
import io.millrace.query.http.Reply;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is whole: every reference leads somewhere, every example is valid for its schema. */
class OpenApiTest {

    private static final RouteHandler NONE = call -> Reply.text(200, "text/plain", "");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Route> routes = RouteTable.answeredBy(NONE);
    private final JsonNode document = OpenApi.document(
            routes.stream().filter(route -> !route.path().startsWith("/docs")).toList());

    @Test
    void everyOperationHasAnIdOfItsOwnAndAnAnswer() {
        Set<String> ids = new HashSet<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(ids.add(operation.path("operationId").asText()))
                            .as("%s is used once", operation.path("operationId"))
                            .isTrue();
                    assertThat(operation.path("responses").isEmpty()).isFalse();
                    assertThat(operation.path("summary").asText()).isNotBlank();
                }));
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(ids).hasSize((int) routes.stream()
                .filter(route -> !route.path().startsWith("/docs"))
                .count());
    }

    @Test
    void whatElseMayBeAnsweredIsSaid() {
        assertThat(statuses("/v1/analytics/query", "post")).contains("422").doesNotContain("409");
        assertThat(statuses("/v1/sql", "post")).contains("422");
        assertThat(statuses("/api/workspaces", "post")).contains("409").doesNotContain("422");
        assertThat(statuses("/health", "get")).containsExactly("200", "503");
    }

    private List<String> statuses(String path, String method) {
        List<String> statuses = new ArrayList<>();
        document.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .fieldNames()
                .forEachRemaining(statuses::add);
        return statuses;
    }

    @Test
    void everyReferenceLeadsToASchema() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void everyExampleIsValidForItsSchema() {
        int checked = 0;
        for (Route route : routes) {
            for (var part : List.of(route.doc().body(), route.doc().answer())) {
                if (part.isPresent()) {
                    assertThat(faults(part.get().schema(), part.get().example()))
                            .as("%s of %s", part.get().schema(), route.path())
                            .isEmpty();
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(14);
    }

    @Test
    void theSchemasRefuseWhatTheServiceRefuses() {
        assertThat(faults("AnalyticsQuery", "{\"type\":\"event_count\",\"colour\":1}"))
                .isNotEmpty();
        assertThat(faults("NewKey", "{\"name\":\"x\",\"scopes\":[]}")).isNotEmpty();
    }

    private List<String> faults(String schema, String example) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", document.path("components"));
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(root)
                    .validate(MAPPER.readTree(example))
                    .stream()
                    .map(Object::toString)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new AssertionError("the example is no JSON", e);
        }
    }
}
