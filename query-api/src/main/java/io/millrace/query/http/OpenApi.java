package io.millrace.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.Scope;
import io.millrace.query.request.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the OpenAPI 3.1 document of a table of routes. */
public final class OpenApi {

    private static final String FOLDER = "/io/millrace/query/openapi/";

    /** One file an area. */
    private static final List<String> SCHEMAS = List.of(
            "schemas.json", //
            "schemas-queries.json",
            "schemas-access.json",
            "schemas-series.json",
            "schemas-cohorts.json",
            "schemas-contacts.json",
            "schemas-dialects.json",
            "schemas-segments.json",
            "schemas-simulate.json",
            "schemas-backtests.json",
            "schemas-campaigns.json",
            "schemas-templates.json",
            "schemas-webhooks.json");

    /** What files are uploaded as. */
    private static final List<String> UPLOADS = List.of("text/csv", "application/x-ndjson");

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]+)}");

    private OpenApi() {}

    public static ObjectNode document(List<Route> routes) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Millrace")
                .put("version", "0.1.0")
                .put("description", "Event analytics and management of workspaces and keys.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            ObjectNode path = paths.withObjectProperty(route.path());
            path.set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        ObjectNode components = document.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("key")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A secret key of a workspace, or the admin key where an operation says so.");
        components.set("schemas", schemas());
        return document;
    }

    private static ObjectNode operation(Route route) {
        RouteDoc doc = route.doc();
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.put("operationId", doc.id());
        operation.putArray("tags").add(doc.tag());
        operation.put("summary", doc.summary());
        if (!doc.description().isEmpty()) {
            operation.put("description", doc.description());
        }
        operation.set("parameters", parameters(route));
        doc.body().ifPresent(part -> operation
                .putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .set(Reply.JSON, content(part)));
        if (route.takesUploads()) {
            ObjectNode contents =
                    operation.putObject("requestBody").put("required", true).putObject("content");
            UPLOADS.forEach(type -> contents.putObject(type).putObject("schema").put("type", "string"));
        }
        operation.set("responses", responses(route));
        ArrayNode security = operation.putArray("security");
        if (route.guard().kind() != Guard.Kind.EVERYONE) {
            security.addObject().putArray("key");
            operation.put("x-required-scope", route.guard().needed());
        }
        return operation;
    }

    private static ArrayNode parameters(Route route) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        Matcher matcher = PATH_PARAMETER.matcher(route.path());
        while (matcher.find()) {
            parameters
                    .addObject()
                    .put("name", matcher.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        for (RouteDoc.Parameter parameter : route.doc().parameters()) {
            parameters
                    .addObject()
                    .put("name", parameter.name())
                    .put("in", "query")
                    .put("required", parameter.required())
                    .put("description", parameter.description())
                    .putObject("schema")
                    .put("type", parameter.type());
        }
        return parameters;
    }

    private static ObjectNode responses(Route route) {
        RouteDoc doc = route.doc();
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        ObjectNode good = responses.putObject(Integer.toString(doc.status())).put("description", doc.summary());
        ObjectNode contents = JsonNodeFactory.instance.objectNode();
        doc.answer().ifPresent(part -> contents.set(Reply.JSON, content(part)));
        doc.otherFormats()
                .forEach(type -> contents.putObject(type).putObject("schema").put("type", "string"));
        if (!contents.isEmpty()) {
            good.set("content", contents);
        }
        TreeMap<Integer, String> errors = new TreeMap<>();
        for (RouteDoc.Otherwise other : doc.otherwise()) {
            if (other.likeAnswer()) {
                responses
                        .putObject(Integer.toString(other.status()))
                        .put("description", other.meaning())
                        .set("content", contents.deepCopy());
            } else {
                errors.put(other.status(), other.meaning());
            }
        }
        boolean checksInput = doc.body().isPresent() || !doc.parameters().isEmpty();
        if (checksInput) {
            errors.put(400, "The request is not valid; every fault is named.");
        }
        if (route.guard().kind() != Guard.Kind.EVERYONE) {
            errors.put(401, "No key, or one that is not valid.");
            if (route.guard().kind() != Guard.Kind.ANY_KEY) {
                errors.put(403, "The key may not do this.");
            }
            errors.put(404, "The workspace is not the key's.");
            errors.put(503, "A part that this needs cannot be reached now.");
        }
        if (doc.body().isPresent() && !route.takesUploads()) {
            errors.put(413, "The body is larger than " + route.bodyBytesMax() / (1024 * 1024) + " MB.");
        }
        if (route.guard().scope().equals(Optional.of(Scope.ANALYTICS_READ))) {
            // Whoever reads analytics makes ClickHouse work, which is bounded.
            errors.put(422, "A bound of time, memory, rows or buckets was met.");
        }
        errors.forEach((status, meaning) -> responses
                .putObject(Integer.toString(status))
                .put("description", meaning)
                .putObject("content")
                .putObject(Reply.JSON)
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + errorSchema(route.dialect())));
        return responses;
    }

    private static String errorSchema(Dialect dialect) {
        return switch (dialect) {
            case GROWTHOS -> "Error";
            case CAMPAIGNOS -> "CampaignOSError";
            case TENANT -> "TenantError";
        };
    }

    private static ObjectNode content(RouteDoc.Part part) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.putObject("schema").put("$ref", "#/components/schemas/" + part.schema());
        content.set("example", parse(part.example()));
        return content;
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an example is no JSON: " + json, e);
        }
    }

    private static ObjectNode schemas() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        SCHEMAS.forEach(
                file -> schemas(file).fields().forEachRemaining(schema -> all.set(schema.getKey(), schema.getValue())));
        return all;
    }

    private static JsonNode schemas(String file) {
        try (InputStream in = OpenApi.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("resource " + file + " is missing from the class path");
            }
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + file + " cannot be read", e);
        }
    }
}
