package io.millrace.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.millrace.query.http.OpenApi;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Json;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The documented schemas of the analytics endpoints' bodies, as the OpenAPI document has them. Thread-safe. */
final class RequestSchemas {

    private static final JsonNode COMPONENTS = OpenApi.document(
                    RouteTable.answeredBy(call -> Reply.text(200, "text/plain", "")))
            .path("components");

    private static final Map<String, JsonSchema> BY_PATH = Map.of(
            "/v1/analytics/query", schema("AnalyticsQuery"),
            "/v1/analytics/people", schema("PeopleQuery"));

    private RequestSchemas() {}

    static boolean known(String path) {
        return BY_PATH.containsKey(path);
    }

    /** What the schema of the endpoint says against a body; a field that is null counts as absent. */
    static List<String> faults(String path, JsonNode body) {
        JsonSchema schema = BY_PATH.get(path);
        if (schema == null) {
            throw new IllegalArgumentException("no schema of " + path);
        }
        return schema.validate(withoutNulls(body.deepCopy())).stream()
                .map(Object::toString)
                .toList();
    }

    static List<String> faults(String path, String body) {
        return faults(path, Json.parse(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonSchema schema(String name) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$ref", "#/components/schemas/" + name);
        root.set("components", COMPONENTS);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node.isObject()) {
            for (Iterator<JsonNode> fields = node.iterator(); fields.hasNext(); ) {
                if (fields.next().isNull()) {
                    fields.remove();
                }
            }
        }
        node.forEach(RequestSchemas::withoutNulls);
        return node;
    }
}
