package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which segment while an instant is judged phase by phase. Memberships are noted as they were before the
 * instant and compared at its end, so nothing is entered and left within it.
 */
final class Judgement implements TruthNode.Truths, Answers.Listener {

    /** What an instant has done to one membership so far. */
    private record Change(@Nullable Membership before, Phase last, @Nullable String condition) {
        boolean wasIn() {
            return before != null && before.in();
        }
    }

    private final CompiledRules rules;
    private final ContactState state;
    private final long now;
    private final Answers answers;
    private final BitSet dirty = new BitSet();
    private final BitSet edited = new BitSet();
    private final Map<Integer, String> conditions = new TreeMap<>();
    private final Map<String, Change> changes = new TreeMap<>();
    private boolean seesCurrent;
    private boolean anyChanged;
    private Collection<String> deleted = List.of();

    Judgement(CompiledRules rules, ContactState state, long now) {
        this.rules = rules;
        this.state = state;
        this.now = now;
        this.answers = new Answers(rules, state, now, this);
    }

    Answers answers() {
        return answers;
    }

    @Override
    public boolean events(int leaf) {
        return answers.events(leaf, seesCurrent);
    }

    @Override
    public boolean profile(int leaf) {
        return answers.profile(leaf, seesCurrent);
    }

    @Override
    public boolean member(int segment) {
        return state.isIn(rules.segments().get(segment).id());
    }

    @Override
    public boolean started(Rule.TriggerProperty leaf) {
        throw leaf.outsideCampaign();
    }

    @Override
    public void changed(int[] segments, String condition) {
        anyChanged = true;
        for (int segment : segments) {
            dirty.set(segment);
            conditions.putIfAbsent(segment, condition);
        }
    }

    /** A hand-kept segment's list is another. */
    void handKeptChanged(String id) {
        Integer place = rules.segmentPlace(id);
        if (place != null && rules.segments().get(place).node() == null) {
            dirty.set(place);
        }
    }

    void allHandKeptChanged() {
        for (int place = 0; place < rules.segments().size(); place++) {
            if (rules.segments().get(place).node() == null) {
                dirty.set(place);
            }
        }
    }

    /** Every segment is looked at in the next phase. */
    void everything() {
        anyChanged = true;
        dirty.set(0, rules.segments().size());
    }

    /** These segments are looked at in the next phase. */
    void touched(int[] segments) {
        anyChanged = true;
        for (int place : segments) {
            dirty.set(place);
        }
    }

    /** What time does now to segments that are edited at this very instant is part of the edit. */
    void editedNow() {
        for (int place : rules.activeFrom(now)) {
            edited.set(place);
        }
    }

    /** What time does now to any segment is part of what is judged. */
    void allEditedNow() {
        edited.set(0, rules.segments().size());
    }

    boolean anyDirty() {
        return !dirty.isEmpty();
    }

    /**
     * Judges the segments that were touched since the last phase, each after those it names. Those that see time as it is
     * now are always among them: of what changes for them alone, nobody else tells.
     */
    void judge(Phase phase) {
        dirty.or(edited);
        for (int place = dirty.nextSetBit(0); place >= 0; place = dirty.nextSetBit(place + 1)) {
            CompiledSegment segment = rules.segments().get(place);
            seesCurrent = edited.get(place);
            TruthNode node = segment.node();
            boolean in = node == null ? state.profile().isHandKeptIn(segment.id()) : node.holds(this);
            if (in != state.isIn(segment.id())) {
                note(segment.id(), in, segment.rule().version(), phase, conditions.get(place));
                changed(segment.namedBy(), Evidence.inSegment(segment.id()));
            }
        }
        seesCurrent = false;
        dirty.clear();
        conditions.clear();
    }

    /** Whether any answer or membership has changed since this was asked last. */
    boolean takeChanged() {
        boolean changed = anyChanged;
        anyChanged = false;
        return changed;
    }

    /** What is different from before the instant so far, by segment. */
    List<SegmentChange> changesSoFar() {
        List<SegmentChange> different = new ArrayList<>();
        changes.forEach((segment, change) -> {
            boolean in = state.isIn(segment);
            if (in != change.wasIn()) {
                long happenedAt = change.last.input() instanceof Input.Event input
                        ? input.event().timestamp()
                        : now;
                different.add(new SegmentChange(segment, in, cause(change), happenedAt));
            }
        });
        return different;
    }

    /** Leaves every segment. */
    void leaveAll(Phase phase) {
        for (String segment : state.segments()) {
            Membership membership = state.memberships().get(segment);
            note(segment, false, membership == null ? 0 : membership.version(), phase, null);
        }
    }

    /** Leaves the segments that are no more, whichever they are. */
    void leaveDeleted(Phase phase) {
        leaveDeleted(
                state.memberships().keySet().stream()
                        .filter(id -> rules.segmentPlace(id) == null)
                        .toList(),
                phase);
    }

    /** @param gone the segments that are no more */
    void leaveDeleted(Collection<String> gone, Phase phase) {
        deleted = gone;
        for (String segment : gone) {
            Membership membership = state.memberships().get(segment);
            if (membership != null && membership.in()) {
                note(segment, false, membership.version(), phase, null);
            }
        }
    }

    private void note(String segment, boolean in, long version, Phase phase, @Nullable String condition) {
        anyChanged = true;
        Membership present = state.memberships().get(segment);
        Change change = changes.get(segment);
        changes.put(segment, new Change(change == null ? present : change.before, phase, condition));
        state.memberships()
                .put(segment, new Membership(in, present == null ? Long.MIN_VALUE : present.changedAt(), version));
    }

    /** Compares with before the instant. */
    void finish(StepLog log) {
        for (Map.Entry<String, Change> entry : changes.entrySet()) {
            String segment = entry.getKey();
            Change change = entry.getValue();
            boolean in = state.isIn(segment);
            Membership present = state.memberships().get(segment);
            if (in == change.wasIn() || present == null) {
                restore(segment, change.before);
                continue;
            }
            log.transition(new SegmentTransition(
                    segment, in, now, cause(change), present.version(), Evidence.of(change.last, change.condition)));
            state.memberships().put(segment, new Membership(in, now, present.version()));
            state.hotTouched();
        }
        deleted.forEach(state.memberships()::remove);
    }

    private void restore(String segment, @Nullable Membership before) {
        if (before == null) {
            state.memberships().remove(segment);
        } else {
            state.memberships().put(segment, before);
        }
    }

    private Cause cause(Change change) {
        if (change.last.cause() == Cause.EVENT && change.last.input() instanceof Input.Event input) {
            EventView event = input.event();
            boolean late = event.timestamp()
                            < event.arrival().millis() - rules.options().lateMillis()
                    || (change.before != null && event.timestamp() < change.before.changedAt());
            return late ? Cause.LATE_EVENT : Cause.EVENT;
        }
        return change.last.cause();
    }
}
