package io.millrace.query.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.event.Timestamps;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.streams.definition.Access;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates API keys. A key is shown once, in the answer that creates it; afterwards only its hash is known. */
public final class KeysHandlers {

    private static final int NAME_LENGTH_MAX = 200;

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
