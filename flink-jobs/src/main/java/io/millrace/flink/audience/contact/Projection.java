package io.millrace.flink.audience.contact;

import io.millrace.core.audience.ContactStateCodec;
import io.millrace.core.audience.HandOver;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.audience.SegmentTransition;
import io.millrace.core.audience.StepResult;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.campaign.engine.ContactRunsCodec;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says in rows and records what became of one contact after another: its transitions and writes at once, its own row once
 * per turn, outcomes last. Not thread-safe.
 */
final class Projection {

    /** Somebody waits for what becomes of a request; the contact's id is that of before or after as the action says. */
    private record Outcome(String requestId, ContactId contact, String outcome, String detail, long millis) {}

    private final Effects effects;
    private final StageCounters counters;
    private final ContactRows rows = new ContactRows();
    private final List<Outcome> outcomes = new ArrayList<>();
    private long knownFrom;
    private long last;
    private boolean existed;
    private boolean rowChanged;

    Projection(Effects effects, StageCounters counters) {
        this.effects = effects;
        this.counters = counters;
    }

    /** @param knownFrom no transition was known before; {@link Long#MIN_VALUE} if each is known at its instant */
    void begin(Contact contact, long knownFrom) {
        this.knownFrom = knownFrom;
        this.last = Long.MIN_VALUE;
        this.existed = contact.state.exists();
        this.rowChanged = false;
        this.outcomes.clear();
    }

    void project(Contact contact, StepResult result, long instant) {
        project(contact, contact.id(), result.transitions(), result.writes(), instant);
        rowChanged |= result.profileChanged();
    }

    private void project(
            Contact contact,
            ContactId id,
            List<SegmentTransition> transitions,
            List<ProfileWrite> writes,
            long instant) {
        last = Math.max(last, instant);
        for (ProfileWrite write : writes) {
            effects.row(rows.write(contact, write));
        }
        for (SegmentTransition transition : transitions) {
            long known = Math.max(instant, knownFrom);
            long version = contact.nextVersion(known);
            effects.row(rows.change(contact.workspace, id, transition, known, version));
            effects.row(rows.member(contact.workspace, id, transition, version));
            effects.send(ChangeRecord.of(contact.workspace, contact.root, id, transition, known));
            counters.transitions++;
            rowChanged = true;
        }
    }

    void outcome(Contact contact, String requestId, String outcome, String detail, long millis) {
        if (!requestId.isEmpty()) {
            outcomes.add(new Outcome(requestId, contact.id(), outcome, detail, millis));
        }
    }

    /** A person's events belong to it from now on. */
    void slice(Contact contact, Slice slice, long instant) {
        contact.add(slice);
        effects.row(rows.identity(contact.workspace, slice, contact.id(), contact.nextVersion(instant)));
    }

    /** The step of its deletion, whose transitions are still those of the contact that goes. */
    void deleted(Contact contact, StepResult result, int generation, long createdMillis, long instant) {
        project(contact, contact.idOf(generation), result.transitions(), result.writes(), instant);
        rowChanged = false;
        existed = false;
        if (contact.state.generation() == generation) {
            return;
        }
        effects.row(rows.gone(
                contact.workspace, contact.root, generation, createdMillis, instant, contact.nextVersion(instant)));
        // Events of the deletion's own instant came before it.
        List<Slice> next = contact.slices().stream()
                .filter(slice -> !slice.ended())
                .map(Slice::person)
                .distinct()
                .map(person -> new Slice(person, instant + 1))
                .toList();
        contact.slices(next);
        next.forEach(slice ->
                effects.row(rows.identity(contact.workspace, slice, contact.id(), contact.nextVersion(instant))));
    }

    /** The past of another contact has come. */
    void absorbed(Contact contact, Move.State moved, Routed expect) {
        long instant = expect.appendMillis();
        moved.slices().forEach(slice -> slice(contact, slice, instant));
        if (moved.existed()) {
            effects.row(rows.gone(
                    contact.workspace,
                    moved.id().source(),
                    moved.generation(),
                    moved.createdMillis(),
                    instant,
                    Math.max(moved.version() + 1, contact.nextVersion(instant)),
                    contact.id()));
        }
        outcome(contact, expect.requestId(), "done", "", instant);
    }

    /** It goes to another contact. */
    void handedOver(Contact contact, HandOver done, ContactRuns runs, Routed handOver) {
        long instant = handOver.appendMillis();
        Person target = InputReader.other(handOver);
        boolean exists = done.moved().exists();
        project(contact, contact.id(), done.transitions(), done.writes(), instant);
        if (exists) {
            effects.row(rows.gone(
                    contact.workspace,
                    contact.root,
                    contact.state.generation(),
                    contact.state.createdAt(),
                    instant,
                    contact.nextVersion(instant)));
        }
        effects.send(new Move.State(
                        contact.workspace,
                        target,
                        Move.Id.ofHandover(handOver),
                        contact.state.generation(),
                        exists ? contact.state.createdAt() : 0,
                        contact.version(),
                        contact.slices(),
                        exists ? ContactStateCodec.hot(done.moved()) : new byte[0],
                        exists ? ContactStateCodec.profile(done.moved()) : new byte[0],
                        exists && !runs.isEmpty() ? ContactRunsCodec.encode(runs) : new byte[0])
                .outgoing());
        contact.moveTo(target);
        counters.handOvers++;
    }

    /**
     * Something came to a contact that is gone: it goes on to where that went. History and slots of campaigns do so as a
     * matter of course; all else should not have come, is counted and named, and is judged there late.
     */
    void forward(Contact contact, Routed routed, Held held) throws IOException {
        Person target = Objects.requireNonNull(contact.movedTo);
        if (routed.kind() == Routed.Kind.MOVE) {
            effects.send(InputReader.granted(routed).to(target).outgoing());
            return;
        }
        if (routed.kind() == Routed.Kind.SEED) {
            effects.send(new Move.Seed(contact.workspace, target, routed.value()).outgoing());
            return;
        }
        counters.strayed(routed, target);
        if (routed.kind() == Routed.Kind.HANDOVER) {
            // Its past has gone elsewhere; who waits for it must not wait for ever.
            effects.send(Move.State.ofNobody(contact.workspace, InputReader.other(routed), Move.Id.ofHandover(routed))
                    .outgoing());
            return;
        }
        if (routed.kind() == Routed.Kind.EXPECT) {
            Move.Id id = Move.Id.ofExpectation(routed);
            Move.State expected = held.state(id);
            if (expected != null) {
                held.forget(id);
                effects.send(expected.to(target).outgoing());
            }
        }
        effects.send(new Move.Stray(contact.workspace, target, routed.to(target)).outgoing());
    }

    void end(Contact contact) {
        if (contact.movedTo == null && contact.state.exists() && (rowChanged || !existed)) {
            effects.row(rows.contact(contact, contact.nextVersion(Math.max(last, 0))));
        }
        for (Outcome outcome : outcomes) {
            effects.row(rows.outcome(
                    contact.workspace,
                    outcome.requestId(),
                    outcome.contact(),
                    outcome.outcome(),
                    outcome.detail(),
                    outcome.millis()));
        }
        outcomes.clear();
    }
}
