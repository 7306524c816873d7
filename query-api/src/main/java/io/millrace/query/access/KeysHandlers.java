package io.millrace.query.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.event.Timestamps;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Creates, lists and revokes API keys. A key is shown once, in the answer that creates it; afterwards only its hash and
 * its last four characters are known. A revoked key works for another 24 hours, unless its end is wanted at once.
 */
public final class KeysHandlers {

    private static final int NAME_LENGTH_MAX = 200;
    private static final Duration GRACE = Duration.ofHours(24);
    private static final List<String> COLUMNS =
            List.of("id", "name", "type", "key_hint", "scopes", "created_at", "last_used_at", "valid_until");

    private final Access access;

    public KeysHandlers(Access access) {
        this.access = access;
    }

    public Reply create(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        String name = reader.requiredText("name", "a name").orElse("");
        Set<Scope> scopes = scopes(reader);
        reader.finish();
        if (name.length() > NAME_LENGTH_MAX) {
            faults.add("/name", "out_of_range", null, null, "expected up to " + NAME_LENGTH_MAX + " characters");
        }
        faults.throwIfAny();
        boolean writesOnly = scopes.equals(Set.of(Scope.EVENTS_WRITE));
        String secret = writesOnly ? Ids.writeKey() : Ids.secretKey();
        ApiKey key = ApiKey.of(
                secret,
                call.ownWorkspace().id(),
                writesOnly ? ApiKey.Type.WRITE : ApiKey.Type.SECRET,
                name,
                scopes,
                call.at());
        access.create(key);
        return Reply.json(201, json(key, secret));
    }

    /** The keys that still work, oldest first; a revoked one with the end of its grace period. */
    public Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("format"), faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        List<ObjectNode> keys = access.keys(call.ownWorkspace().id()).stream()
                .filter(key -> key.validAt(call.at()))
                .map(this::listed)
                .toList();
        if (csv) {
            return Reply.csv(COLUMNS, keys.stream().map(KeysHandlers::cells).toList());
        }
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.putArray("data").addAll(keys);
        return Reply.json(200, page.put("has_more", false).putNull("next_cursor"));
    }

    public Reply revoke(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("immediate"), faults);
        String immediate = call.parameter("immediate").orElse("false");
        if (!immediate.equals("true") && !immediate.equals("false")) {
            faults.invalid("immediate", TextNode.valueOf(immediate), "true or false");
        }
        faults.throwIfAny();
        Instant end = immediate.equals("true") ? call.at() : call.at().plus(GRACE);
        ApiKey revoked = access.revoke(call.ownWorkspace().id(), call.inPath("id"), end)
                .orElseThrow(() -> Problem.notFound("Key").exception());
        return Reply.json(200, listed(revoked).put("revoked", true));
    }

    private ObjectNode listed(ApiKey key) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", key.id())
                .put("name", key.name())
                .put("type", key.type().name().toLowerCase(Locale.ROOT))
                .put("key_hint", "..." + key.hint());
        key.scopes().stream().map(Scope::text).sorted().forEach(json.putArray("scopes")::add);
        json.put("created_at", Timestamps.format(key.createdAt().toEpochMilli()));
        json.put(
                "last_used_at",
                access.lastUsed(key)
                        .map(used -> Timestamps.format(used.toEpochMilli()))
                        .orElse(null));
        Instant end = key.validUntil();
        return json.put("valid_until", end == null ? null : Timestamps.format(end.toEpochMilli()));
    }

    private static List<String> cells(ObjectNode key) {
        List<String> cells = new ArrayList<>();
        for (String column : COLUMNS) {
            JsonNode value = key.path(column);
            List<String> texts = new ArrayList<>();
            value.forEach(scope -> texts.add(scope.asText()));
            cells.add(value.isArray() ? String.join(" ", texts) : value.isNull() ? "" : value.asText());
        }
        return cells;
    }

    private static Set<Scope> scopes(ObjectReader reader) {
        JsonNode asked = reader.any("scopes");
        List<JsonNode> nodes = reader.list("scopes");
        if (asked == null || (asked.isArray() && asked.isEmpty())) {
            reader.faults().required(reader.at("scopes"), "at least one scope is needed");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (int i = 0; i < nodes.size(); i++) {
            Optional<Scope> scope = Scope.fromText(nodes.get(i).asText());
            if (scope.isEmpty() || !nodes.get(i).isTextual()) {
                reader.faults()
                        .invalid(
                                reader.at("scopes") + "/" + i,
                                nodes.get(i),
                                "one of " + String.join(", ", Scope.texts()));
            } else {
                scopes.add(scope.get());
            }
        }
        return scopes;
    }

    private static ObjectNode json(ApiKey key, String secret) {
        ObjectNode created = JsonNodeFactory.instance.objectNode();
        created.put("id", key.id());
        created.put("name", key.name());
        created.put("key", secret);
        key.scopes().stream().map(Scope::text).sorted().forEach(created.putArray("scopes")::add);
        created.put("created_at", Timestamps.format(key.createdAt().toEpochMilli()));
        return created;
    }
}
