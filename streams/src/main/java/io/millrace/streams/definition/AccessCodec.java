package io.millrace.streams.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/** Workspaces and API keys as definition bodies. Unknown fields are left for newer versions, not errors. */
final class AccessCodec {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AccessCodec() {}

    static String write(Workspace workspace) {
        return JSON.createObjectNode()
                .put("id", workspace.id())
                .put("name", workspace.name())
                .put("slug", workspace.slug())
                .put("timezone", workspace.timezone().getId())
                .put("created_at", workspace.createdAt().toString())
                .toString();
    }

    static Workspace workspace(String body) {
        JsonNode json = read(body);
        return new Workspace(
                text(json, "id"),
                text(json, "name"),
                text(json, "slug"),
                ZoneId.of(text(json, "timezone")),
                Instant.parse(text(json, "created_at")));
    }

    static String write(ApiKey key) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", key.id())
                .put("workspace", key.workspace())
                .put("type", key.type().name())
                .put("name", key.name())
                .put("hash", key.hash())
                .put("hint", key.hint())
                .put("created_at", key.createdAt().toString());
        if (key.validUntil() != null) {
            json.put("valid_until", key.validUntil().toString());
        }
        key.scopes().stream().map(Scope::text).sorted().forEach(json.putArray("scopes")::add);
        return json.toString();
    }

    static ApiKey key(String body) {
        JsonNode json = read(body);
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        json.path("scopes").forEach(scope -> Scope.fromText(scope.asText()).ifPresent(scopes::add));
        return new ApiKey(
                text(json, "id"),
                text(json, "workspace"),
                ApiKey.Type.valueOf(text(json, "type")),
                text(json, "name"),
                text(json, "hash"),
                text(json, "hint"),
                scopes,
                Instant.parse(text(json, "created_at")),
                json.hasNonNull("valid_until") ? Instant.parse(text(json, "valid_until")) : null);
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the definition's body is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("field " + field + " of a definition is missing");
        }
        return value.textValue();
    }
}
