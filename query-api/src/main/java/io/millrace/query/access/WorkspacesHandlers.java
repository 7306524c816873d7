package io.millrace.query.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.Timestamps;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Creates and lists workspaces. A created workspace's keys are shown once and kept only hashed. */
public final class WorkspacesHandlers {

    private final Access access;

    public WorkspacesHandlers(Access access) {
        this.access = access;
    }

    public Reply create(Call call) {
        Workspace workspace = read(call);
        if (access.workspaceBySlug(workspace.slug()).isPresent()) {
            throw slugTaken(workspace.slug());
        }
        try {
            access.create(workspace);
        } catch (VersionConflictException e) {
            throw slugTaken(workspace.slug());
        }
        String writeKey = Ids.writeKey();
        String secretKey = Ids.secretKey();
        Instant now = workspace.createdAt();
        access.create(ApiKey.of(
                writeKey, workspace.id(), ApiKey.Type.WRITE, "First write key", Set.of(Scope.EVENTS_WRITE), now));
        access.create(ApiKey.of(
                secretKey, workspace.id(), ApiKey.Type.SECRET, "First secret key", Scope.management(), now));
        ObjectNode created = json(workspace);
        created.put("write_key", writeKey).put("secret_key", secretKey);
        return Reply.json(201, created);
    }

    /** The admin sees all workspaces, any other key its own. */
    public Reply list(Call call) {
        boolean admin = call.key().map(key -> key.type() == ApiKey.Type.ADMIN).orElse(false);
        Stream<Workspace> seen =
                admin ? access.workspaces().stream() : call.workspace().stream();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        seen.forEach(workspace -> list.add(json(workspace)));
        return Reply.json(200, list);
    }

    private static Workspace read(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        Optional<String> name = reader.requiredText("name", "a name");
        Optional<String> slug = reader.requiredText("slug", "a slug");
        ZoneId timezone = timezone(reader);
        reader.finish();
        name.filter(text -> text.length() > Workspace.NAME_LENGTH_MAX)
                .ifPresent(text -> faults.invalid(
                        "/name", TextNode.valueOf(text), "up to " + Workspace.NAME_LENGTH_MAX + " characters"));
        slug.filter(text -> !Workspace.SLUG.matcher(text).matches())
                .ifPresent(text -> faults.invalid(
                        "/slug", TextNode.valueOf(text), "1 to 63 small letters, digits and inner hyphens"));
        faults.throwIfAny();
        return new Workspace(Ids.workspace(), name.orElse(""), slug.orElse(""), timezone, call.at());
    }

    private static ZoneId timezone(ObjectReader reader) {
        Optional<String> text = reader.text("timezone");
        if (text.isEmpty()) {
            return ZoneId.of("UTC");
        }
        try {
            return ZoneId.of(text.get());
        } catch (DateTimeException e) {
            reader.faults().invalid("/timezone", TextNode.valueOf(text.get()), "an IANA zone, Europe/Berlin");
            return ZoneId.of("UTC");
        }
    }

    private static RuntimeException slugTaken(String slug) {
        return new Problem(409, "conflict", "the slug " + slug + " is taken", List.of(), List.of()).exception();
    }

    private static ObjectNode json(Workspace workspace) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", workspace.id())
                .put("name", workspace.name())
                .put("slug", workspace.slug())
                .put("timezone", workspace.timezone().getId())
                .put("created_at", Timestamps.format(workspace.createdAt().toEpochMilli()));
    }
}
