package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.purge.PurgeStore;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.write.Change;
import io.millrace.query.write.ContactWrites;
import io.millrace.query.write.RequestId;
import io.millrace.query.write.Written;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes contacts. A change goes into the stream of events and takes effect there, in order with the contact's events;
 * the answer is read from what it brought about. What takes longer than five seconds is answered with 202. Thread-safe.
 */
public final class ContactChanges {

    private final ContactStore contacts;
    private final Profiles profiles;
    private final ContactWrites writes;
    private final PurgeStore purges;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactChanges(ClickHouseClient client, Map<String, String> bounds, ContactWrites writes) {
        this.contacts = new ContactStore(client, bounds);
        this.profiles = new Profiles(client, bounds);
        this.writes = writes;
        this.purges = new PurgeStore(client);
    }

    /** Creates a contact, 201, or changes the one that has the ids already, 200. */
    public Reply create(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        JsonNode body = Json.parse(call.body());
        ObjectReader reader = reader(body, faults);
        NewContact created = NewContact.read(body, reader);
        reader.finish();
        faults.throwIfAny();
        RequestId id = RequestId.of(call, "createContact");
        Optional<Written> answered = writes.answered(call, id);
        boolean known =
                answered.isPresent() || contacts.of(workspace, created.person()).isPresent();
        Written written =
                answered.orElseGet(() -> writes.write(call, id, changes(created.person(), created.actions())));
        return profile(workspace, written, known ? 200 : 201, ContactId.of(workspace, created.person()));
    }

    /** Changes what the body names and nothing else. */
    public Reply update(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        JsonNode body = Json.parse(call.body());
        ObjectReader reader = reader(body, faults);
        List<ObjectNode> actions = new ProfileReader(body, reader).actions(false);
        reader.finish();
        faults.throwIfAny();
        RequestId id = RequestId.of(call, "updateContact");
        Optional<Written> answered = writes.answered(call, id);
        if (answered.isPresent()) {
            return profile(workspace, answered.get(), 200, null);
        }
        ContactRow contact = contacts.named(workspace, call.inPath(ContactReads.ID));
        if (actions.isEmpty()) {
            return Reply.json(200, profiles.of(workspace, contact));
        }
        return profile(workspace, writes.write(call, id, changes(contact.root(), actions)), 200, contact.id());
    }

    /**
     * The contact leaves all segments; its later events begin a new contact. With {@code purge=now} its rows are removed
     * as soon as it is deleted, also if it was deleted before.
     */
    public Reply delete(Call call) {
        boolean purge = purgeNow(call);
        if (purge) {
            Optional<ContactId> before = contacts.deleted(call.ownWorkspace().id(), call.inPath(ContactReads.ID));
            if (before.isPresent()) {
                return purged(call, before.get(), 200, "deleted");
            }
        }
        RequestId id = RequestId.of(call, "deleteContact");
        ObjectNode action = JsonNodeFactory.instance.objectNode().put("do", "delete");
        Optional<Written> answered = writes.answered(call, id);
        // One that is deleted already is not found by its name any more.
        Optional<ContactRow> contact = answered.isPresent() ? Optional.empty() : Optional.of(named(call));
        Written written = answered.orElseGet(() -> writes.write(
                        call, id, List.of(new Change(contact.orElseThrow().root(), action))))
                .throwIfRefused();
        Optional<ContactId> gone = contact.map(ContactRow::id).or(written::contact);
        if (purge && gone.isPresent()) {
            return purged(call, gone.get(), written.pending() ? 202 : 200, written.pending() ? "pending" : "deleted");
        }
        String deleted = gone.map(ContactId::toString).orElse(call.inPath(ContactReads.ID));
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", deleted);
        return written.pending()
                ? Reply.json(202, answer.put("pending", true))
                : Reply.json(200, answer.put("deleted", true));
    }

    private Reply purged(Call call, ContactId contact, int status, String state) {
        purges.ask(call.ownWorkspace().id(), contact, call.at());
        return Reply.json(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", contact.toString())
                        .put(state, true)
                        .put("purge", "pending"));
    }

    private static boolean purgeNow(Call call) {
        Optional<String> purge = call.parameter("purge");
        Faults faults = new Faults();
        purge.filter(text -> !text.equals("now"))
                .ifPresent(text -> faults.invalid("purge", TextNode.valueOf(text), "now, or nothing"));
        faults.throwIfAny();
        return purge.isPresent();
    }

    /** Merges another contact into this one. */
    public Reply merge(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        ObjectReader reader = reader(Json.parse(call.body()), faults);
        Optional<String> source = reader.requiredText("source_contact_id", "the contact to merge");
        String resolution = reader.choice("conflict_resolution", Resolutions.ALL, Resolutions.DEFAULT);
        reader.finish();
        faults.throwIfAny();
        RequestId id = RequestId.of(call, "mergeContacts");
        Written written = writes.answered(call, id)
                .orElseGet(() -> writes.write(
                        call,
                        id,
                        List.of(merge(named(call), contacts.named(workspace, source.orElse("")), resolution))))
                .throwIfRefused();
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("outcome", written.pending() ? "pending" : "merged")
                .put("source_contact_id", source.orElse(""))
                .put("conflict_resolution", resolution);
        if (written.pending()) {
            return Reply.json(202, answer.put("pending", true));
        }
        return Reply.json(200, answer.set("contact", profiles.of(workspace, after(workspace, written))));
    }

    private static Change merge(ContactRow target, ContactRow source, String resolution) {
        if (target.id().equals(source.id())) {
            throw Problem.of(409, "conflict", "source and target are the same contact " + target.id())
                    .exception();
        }
        Person person = source.root();
        ObjectNode action = JsonNodeFactory.instance.objectNode().put("do", "merge");
        action.putObject("source").put(person.kind() == Person.Kind.USER ? "user" : "anonymous", person.id());
        return new Change(target.root(), action.put("conflict_resolution", resolution));
    }

    private ContactRow named(Call call) {
        return contacts.named(call.ownWorkspace().id(), call.inPath(ContactReads.ID));
    }

    private ContactRow after(String workspace, Written written) {
        return written.contact()
                .flatMap(contact -> contacts.standing(workspace, contact))
                .orElseThrow(() -> Problem.notFound("Contact").exception());
    }

    /** @param likely the contact's id as far as it can be told before the change has taken effect */
    private Reply profile(String workspace, Written written, int status, @Nullable ContactId likely) {
        written.throwIfRefused();
        if (written.pending()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            if (likely != null) {
                answer.put("id", likely.toString());
            }
            return Reply.json(202, answer.put("pending", true));
        }
        return Reply.json(status, profiles.of(workspace, after(workspace, written)));
    }

    private static List<Change> changes(Person person, List<ObjectNode> actions) {
        return actions.stream().map(action -> new Change(person, action)).toList();
    }

    private static ObjectReader reader(JsonNode body, Faults faults) {
        Optional<ObjectReader> reader = ObjectReader.of(body, "", faults);
        faults.throwIfAny();
        return reader.orElseThrow();
    }

    /** How a merge decides between two values, by the names that requests use. */
    private static final class Resolutions {
        static final String DEFAULT = "prefer_target";
        static final Map<String, String> ALL =
                Map.of(DEFAULT, DEFAULT, "prefer_source", "prefer_source", "newest", "newest");
    }
}
