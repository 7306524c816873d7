package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import io.millrace.query.contact.ContactRoots;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Problem;
import io.millrace.query.write.BulkWrites;
import io.millrace.query.write.Change;
import io.millrace.query.write.ContactWrites;
import io.millrace.query.write.CreatedOnce;
import io.millrace.query.write.RequestId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Keeps contacts as a segment: those of a rule as a dynamic one, a list of them as a hand-kept one. There each contact's entry is a change in the stream. Of up to 500 contacts
 * the answer waits until they are in, up to five seconds; of more it does not wait. Sent again under its
 * {@code Idempotency-Key}, a request makes no second segment. Thread-safe.
 */
public final class KeptContacts {

    /** As many as one request may add to a hand-kept segment. */
    private static final int AWAITED_MAX = 500;

    private static final int BATCH = 1_000;
    private static final String OPERATION = "saveAsSegment";

    private final SegmentEditor editor;
    private final CreatedOnce createdOnce;
    private final ContactRoots roots;
    private final ContactWrites writes;
    private final MemberCounts counts;
    private final RulesReader rules;
    private final SegmentsHandler dynamic;

    KeptContacts(
            SegmentEditor editor,
            CreatedOnce createdOnce,
            ContactRoots roots,
            ContactWrites writes,
            MemberCounts counts,
            RulesReader rules,
            SegmentsHandler dynamic) {
        this.editor = editor;
        this.createdOnce = createdOnce;
        this.roots = roots;
        this.writes = writes;
        this.counts = counts;
        this.rules = rules;
        this.dynamic = dynamic;
    }

    /** Ends the request with 403 if its key may not make segments. */
    public void requireScope(Call call) {
        Scope needed = Scope.SEGMENTS_WRITE;
        if (call.key().map(key -> key.allows(needed)).orElse(false)) {
            return;
        }
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("required_scope", needed.text());
        call.key()
                .map(ApiKey::scopes)
                .ifPresent(granted ->
                        granted.stream().map(Scope::text).sorted().forEach(detail.putArray("granted_scopes")::add));
        throw new Problem(
                        403,
                        "insufficient_scope",
                        "the key may not do this; it needs " + needed.text(),
                        List.of(),
                        List.of(detail))
                .exception();
    }

    /**
     * The new segment with this rule, as 201, back-filled as any other.
     *
     * @return empty, and no segment is made, if segments take no such rule
     */
    public Optional<Reply> create(Call call, String name, Rule rule) {
        ObjectNode json = RuleJson.write(rule);
        if (rules.stored(json).isEmpty()) {
            return Optional.empty();
        }
        SegmentDraft draft = new SegmentDraft(name, "", new SegmentDraft.Rules(json, rule));
        return Optional.of(dynamic.create(call, createdOnce.idFor(call), draft));
    }

    /**
     * The new segment, as 201. Deleted contacts are left out.
     *
     * @param contacts by number
     */
    public Reply create(Call call, String name, List<BigInteger> contacts) {
        String workspace = call.ownWorkspace().id();
        SegmentVersion segment =
                editor.create(workspace, createdOnce.idFor(call), new SegmentDraft(name, "", null), call.at());
        List<Change> changes = changes(workspace, segment.id(), contacts);
        boolean pending = !changes.isEmpty() && !entered(call, changes);
        ObjectNode body = SegmentJson.of(segment, SegmentStatus.ACTIVE, counts.of(workspace, segment.id()));
        return Reply.json(201, pending ? body.put("pending", true) : body);
    }

    /** Whether everybody is known to be in. */
    private boolean entered(Call call, List<Change> changes) {
        RequestId id = RequestId.of(call, OPERATION);
        if (changes.size() <= AWAITED_MAX) {
            return !writes.answered(call, id)
                    .orElseGet(() -> writes.write(call, id, changes))
                    .throwIfRefused()
                    .pending();
        }
        BulkWrites bulk = writes.bulk();
        bulk.write(call.ownWorkspace().id(), call.key().map(ApiKey::id).orElse(""), id, changes);
        bulk.finish();
        return false;
    }

    private List<Change> changes(String workspace, String segment, List<BigInteger> contacts) {
        ObjectNode action = JsonNodeFactory.instance.objectNode().put("do", "static");
        action.putArray("enter").add(segment);
        LinkedHashSet<Person> persons = new LinkedHashSet<>();
        for (int from = 0; from < contacts.size(); from += BATCH) {
            persons.addAll(roots.standing(
                    workspace,
                    contacts.subList(from, Math.min(contacts.size(), from + BATCH)).stream()
                            .map(ContactId::ofNumber)
                            .toList()));
        }
        List<Change> changes = new ArrayList<>();
        persons.forEach(person -> changes.add(new Change(person, action)));
        return changes;
    }
}
