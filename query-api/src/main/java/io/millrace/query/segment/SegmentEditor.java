package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.core.rule.SegmentOrder;
import io.millrace.query.campaign.CampaignUses;
import io.millrace.query.http.ExpectedVersion;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
import io.millrace.query.segment.SegmentDraft.Rules;
import io.millrace.query.segment.SegmentReferences.Reference;
import io.millrace.streams.definition.Conflicts;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates, edits and deletes segments. What segments say of each other is checked under one lock, and once more after the
 * write for the case that another process wrote too. Thread-safe.
 */
final class SegmentEditor {

    private final Segments segments;
    private final CampaignUses campaigns;
    private final Object writing = new Object();

    SegmentEditor(Segments segments, CampaignUses campaigns) {
        this.segments = segments;
        this.campaigns = campaigns;
    }

    /** @param id a new one; if there is such a segment already, that one is returned, as it stands */
    SegmentVersion create(String workspace, String id, SegmentDraft draft, Instant now) {
        SegmentDefinition segment = new SegmentDefinition(
                id,
                draft.name(),
                draft.description(),
                draft.rules() == null ? null : draft.rules().json(),
                now,
                now);
        synchronized (writing) {
            checkReferences(workspace, id, draft.rules());
            try {
                return segments.put(workspace, segment, Definitions.ABSENT);
            } catch (VersionConflictException e) {
                return segments.get(workspace, id).orElseThrow(() -> e);
            }
        }
    }

    /** An edit without an expected version is made to the newest one, and again if another edit came first. */
    SegmentVersion edit(String workspace, String id, SegmentEdit edit, Instant now) {
        synchronized (writing) {
            try {
                return Conflicts.retried(() -> editOnce(workspace, id, edit, now));
            } catch (VersionConflictException e) {
                throw outdated(edit.expectedVersion().orElse(-1), found(workspace, id));
            }
        }
    }

    private SegmentVersion editOnce(String workspace, String id, SegmentEdit edit, Instant now) {
        SegmentVersion old = found(workspace, id);
        if (edit.expectedVersion().isPresent() && edit.expectedVersion().getAsLong() != old.version()) {
            // This process may have read less than the caller has seen.
            segments.refresh();
            old = found(workspace, id);
            if (edit.expectedVersion().getAsLong() != old.version()) {
                throw outdated(edit.expectedVersion().getAsLong(), old);
            }
        }
        SegmentDefinition before = old.definition();
        Rules rules = edit.rules();
        if (rules != null && before.handKept()) {
            throw Problem.of(409, "conflict", id + " is static: its members are set by hand, it has no rules")
                    .exception();
        }
        checkReferences(workspace, id, rules);
        SegmentDefinition after = new SegmentDefinition(
                id,
                edit.name() == null ? before.name() : edit.name(),
                edit.description() == null ? before.description() : edit.description(),
                rules == null ? before.rules() : rules.json(),
                before.createdAt(),
                now);
        SegmentVersion written = segments.put(workspace, after, old.version());
        takeBackIfCircular(workspace, before, written);
        return written;
    }

    /** @return the version that says so */
    long delete(String workspace, String id) {
        synchronized (writing) {
            return Conflicts.retried(() -> {
                SegmentVersion segment = found(workspace, id);
                List<SegmentVersion> users = segments.all(workspace).stream()
                        .filter(other -> !other.id().equals(id))
                        .filter(other -> Segments.named(other.definition()).contains(id))
                        .toList();
                if (!users.isEmpty()) {
                    throw inUse(id, users);
                }
                campaigns.throwIfNames(workspace, id);
                return segments.delete(workspace, segment);
            });
        }
    }

    SegmentVersion found(String workspace, String id) {
        return segments.get(workspace, id)
                .orElseThrow(() -> Problem.notFound("Segment").exception());
    }

    /** Two processes may each have closed one half of a circle; whoever wrote last takes it back. */
    private void takeBackIfCircular(String workspace, SegmentDefinition before, SegmentVersion written) {
        List<String> circle =
                circle(segments.references(workspace), written.id(), Segments.named(written.definition()));
        boolean last = circle.stream()
                .flatMap(id -> segments.get(workspace, id).stream())
                .allMatch(segment -> segment.version() <= written.version());
        if (!circle.isEmpty() && last) {
            segments.put(workspace, before, written.version());
            Faults faults = new Faults();
            faults.add("/rules", "cycle", null, null, "the segments name each other in a circle: " + text(circle));
            faults.throwIfAny();
        }
    }

    /** As for an edit: rules name only segments that there are, and no circle would come of them. */
    void checkNamed(String workspace, String id, Rules rules) {
        checkReferences(workspace, id, rules);
    }

    private void checkReferences(String workspace, String id, @Nullable Rules rules) {
        if (rules == null) {
            return;
        }
        List<Reference> named = SegmentReferences.in(rules.json(), "/rules");
        if (named.isEmpty()) {
            return;
        }
        Map<String, Set<String>> references = segments.references(workspace);
        Faults faults = new Faults();
        for (Reference reference : named) {
            if (!references.containsKey(reference.segment())
                    && !reference.segment().equals(id)) {
                faults.invalid(reference.pointer(), reference.text(), "the id of a segment of this workspace");
            }
        }
        List<String> circle =
                circle(references, id, named.stream().map(Reference::segment).collect(Collectors.toSet()));
        if (!circle.isEmpty()) {
            Reference closing = named.stream()
                    .filter(reference -> reference.segment().equals(circle.get(1)))
                    .findFirst()
                    .orElseThrow();
            faults.add(
                    closing.pointer(),
                    "cycle",
                    closing.text(),
                    null,
                    "the segments name each other in a circle: " + text(circle));
        }
        faults.throwIfAny();
    }

    /** From a segment back to it, if what it names makes a circle; else empty. */
    private static List<String> circle(Map<String, Set<String>> references, String id, Set<String> named) {
        return SegmentOrder.cycleOf(references, id, named)
                .filter(circle -> circle.get(0).equals(id))
                .orElse(List.of());
    }

    private static String text(List<String> circle) {
        return String.join(" → ", circle);
    }

    private static ProblemException outdated(long expected, SegmentVersion found) {
        return ExpectedVersion.conflict("the segment", expected, found.version());
    }

    private static ProblemException inUse(String id, List<SegmentVersion> users) {
        List<ObjectNode> details = users.stream()
                .map(user -> JsonNodeFactory.instance
                        .objectNode()
                        .put("used_by", user.id())
                        .put("name", user.definition().name()))
                .toList();
        String names = users.stream()
                .map(user -> user.definition().name() + " (" + user.id() + ")")
                .collect(Collectors.joining(", "));
        return new Problem(409, "in_use", id + " is named by the rules of " + names, List.of(), details).exception();
    }
}
