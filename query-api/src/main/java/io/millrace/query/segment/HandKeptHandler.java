package io.millrace.query.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Person;
import io.millrace.query.contact.ContactRoots;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.write.Change;
import io.millrace.query.write.ContactWrites;
import io.millrace.query.write.RequestId;
import io.millrace.query.write.Written;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds contacts to a hand-kept segment and removes them. Each is a change of its contact in the stream, and the answer
 * waits until it has taken effect; after five seconds it is 202. Called by many threads at once.
 */
final class HandKeptHandler {

    private static final int CONTACTS_MAX = 500;

    private final SegmentEditor editor;
    private final ContactRoots roots;
    private final ContactWrites writes;
    private final MemberCounts counts;

    HandKeptHandler(SegmentEditor editor, ContactRoots roots, ContactWrites writes, MemberCounts counts) {
        this.editor = editor;
        this.roots = roots;
        this.writes = writes;
        this.counts = counts;
    }

    Reply add(Call call) {
        return write(call, "addMembers", "enter", contacts(call));
    }

    Reply remove(Call call) {
        return write(call, "removeMembers", "leave", contacts(call));
    }

    Reply removeOne(Call call) {
        return write(call, "removeMember", "leave", List.of(call.inPath("contact")));
    }

    private Reply write(Call call, String operation, String direction, List<String> names) {
        String workspace = call.ownWorkspace().id();
        SegmentVersion segment = editor.found(workspace, call.inPath("id"));
        if (!segment.definition().handKept()) {
            throw Problem.of(409, "conflict", segment.id() + " is dynamic: its rules decide who is in")
                    .exception();
        }
        RequestId id = RequestId.of(call, operation);
        Optional<Written> answered = writes.answered(call, id);
        Written written = answered.orElseGet(() -> writes.write(call, id, changes(call, segment, direction, names)));
        written.throwIfRefused();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", segment.id());
        body.put(
                direction.equals("enter") ? "added" : "removed",
                written.outcomes().size());
        body.put("contact_count", counts.of(workspace, segment.id()));
        if (written.pending()) {
            return Reply.json(202, body.put("pending", true));
        }
        return Reply.json(200, body);
    }

    private List<Change> changes(Call call, SegmentVersion segment, String direction, List<String> names) {
        Map<String, Person> found = roots.of(call.ownWorkspace().id(), names);
        List<String> unknown =
                names.stream().filter(name -> !found.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            throw notFound(unknown);
        }
        ObjectNode action = JsonNodeFactory.instance.objectNode().put("do", "static");
        action.putArray(direction).add(segment.id());
        List<Change> changes = new ArrayList<>();
        new LinkedHashSet<>(found.values()).forEach(person -> changes.add(new Change(person, action)));
        return changes;
    }

    private static List<String> contacts(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        List<JsonNode> listed = reader.list("contacts");
        reader.finish();
        if (listed.isEmpty() && faults.isEmpty()) {
            faults.required("/contacts", "a list of contacts is needed, by id, external id or anonymous id");
        }
        if (listed.size() > CONTACTS_MAX) {
            String expected = "up to " + CONTACTS_MAX + " contacts";
            faults.add(
                    "/contacts", "out_of_range", null, expected, "expected " + expected + ", found " + listed.size());
        }
        LinkedHashSet<String> names = new LinkedHashSet<>();
        for (int i = 0; i < listed.size(); i++) {
            if (listed.get(i).isTextual() && !listed.get(i).textValue().isEmpty()) {
                names.add(listed.get(i).textValue());
            } else {
                faults.wrongType("/contacts/" + i, listed.get(i), "a contact's id, external id or anonymous id");
            }
        }
        faults.throwIfAny();
        return List.copyOf(names);
    }

    private static RuntimeException notFound(List<String> unknown) {
        List<ObjectNode> details = unknown.stream()
                .map(name -> JsonNodeFactory.instance
                        .objectNode()
                        .put("contact", name)
                        .put("message", "is no contact of this workspace"))
                .toList();
        return new Problem(
                        404,
                        "not_found",
                        unknown.size() + " of the contacts are not found; none was changed",
                        List.of(),
                        details)
                .exception();
    }
}
