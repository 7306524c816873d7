package io.millrace.core.audience;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of all conditions while an instant is judged. Of each condition two are kept: what segments see in the
 * present phase, and what holds with all inputs so far and time as it is now. An answer that an input changes is seen in
 * its phase; one that time alone changes is seen when everything settles, in the last phase. So of two causes that meet at
 * one instant each is credited with what it did.
 */
final class Answers {

    /** What must know of answers that segments see changed. */
    interface Listener {
        void changed(int[] segments, String condition);
    }

    private record Opened(EventLeaf leaf, LeafSlot slot) {}

    private final CompiledRules rules;
    private final ContactState state;
    private final Listener listener;
    private final List<Opened> opened = new ArrayList<>();
    private Frame frame;
    private long @Nullable [] currentProfile;

    Answers(CompiledRules rules, ContactState state, long now, Listener listener) {
        this.rules = rules;
        this.state = state;
        this.listener = listener;
        this.frame = new Frame(now, rules.zone(state.zone()));
    }

    Frame frame() {
        return frame;
    }

    /** @param current what holds with everything so far, instead of what is seen in this phase */
    boolean events(int place, boolean current) {
        EventLeaf leaf = rules.eventLeaves().get(place);
        LeafSlot slot = state.slot(leaf.key());
        if (slot == null) {
            return leaf.holdsForNobody();
        }
        return current && slot.open() ? slot.current() : slot.truth();
    }

    boolean profile(int place, boolean current) {
        long[] bits = currentProfile;
        return Bits.get(current && bits != null ? bits : state.profileTruth(), place);
    }

    /** Looks at the conditions whose answer time changes now. */
    void findDue() {
        findDueEvents();
        findDueProfile();
    }

    private void findDueEvents() {
        state.dueSlots(frame.now(), slot -> {
            EventLeaf leaf = leaf(slot.key());
            if (leaf != null && !slot.open()) {
                slot.open(slot.data(leaf.form()).holds(frame));
                opened.add(new Opened(leaf, slot));
            }
        });
    }

    private void findDueProfile() {
        if (state.profileWake() <= frame.now()) {
            long[] current = openProfile();
            List<ProfileLeaf> leaves = rules.profileLeaves();
            for (int place = 0; place < leaves.size(); place++) {
                if (leaves.get(place).timed()) {
                    Bits.set(current, place, leaves.get(place).holds(state, rules.rules(), frame.now()));
                }
            }
        }
    }

    /** Begins anew under these rules: conditions that are gone are forgotten, and time as it was a moment ago is seen. */
    void align() {
        Frame before = new Frame(frame.now() - 1, frame.zone());
        Iterator<LeafSlot> slots = state.slots().values().iterator();
        while (slots.hasNext()) {
            LeafSlot slot = slots.next();
            EventLeaf leaf = leaf(slot.key());
            if (leaf == null || leaf.liveFrom() != slot.liveFrom()) {
                slots.remove();
            } else if (leaf.judged()) {
                LeafData data = slot.data(leaf.form());
                slot.truth(data.holds(before));
                slot.open(data.holds(frame));
                opened.add(new Opened(leaf, slot));
            } else {
                state.judged(slot, false, Window.NEVER);
            }
        }
        alignProfile(before.now());
        state.judged(rules.rules().epoch(), rules.layout());
    }

    /**
     * Goes on under rules that differ so little from those before: what is in both stands as it was seen under those,
     * and what time changes now is seen when everything settles.
     */
    void follow(RuleEdit edit) {
        edit.forgotten().forEach(key -> state.slots().remove(key.hash()));
        for (LeafKey key : edit.silenced()) {
            LeafSlot slot = state.slot(key);
            if (slot != null) {
                state.judged(slot, false, Window.NEVER);
            }
        }
        findDueEvents();
        Frame before = new Frame(frame.now() - 1, frame.zone());
        for (EventLeaf leaf : edit.begun()) {
            LeafSlot slot = state.slot(leaf.key());
            if (slot != null) {
                LeafData data = slot.data(leaf.form());
                slot.truth(data.holds(before));
                slot.open(data.holds(frame));
                opened.add(new Opened(leaf, slot));
            }
        }
        int[] places = edit.profilePlaces();
        if (places == null) {
            findDueProfile();
        } else {
            moveProfile(places, before.now());
        }
        state.judged(rules.rules().epoch(), rules.layout());
    }

    private void moveProfile(int[] placesBefore, long seenAt) {
        List<ProfileLeaf> leaves = rules.profileLeaves();
        long[] old = state.profileTruth();
        long[] seen = Bits.of(leaves.size());
        long[] current = Bits.of(leaves.size());
        boolean due = state.profileWake() <= frame.now();
        for (int place = 0; place < leaves.size(); place++) {
            ProfileLeaf leaf = leaves.get(place);
            boolean isNew = placesBefore[place] < 0;
            boolean saw = isNew ? leaf.holds(state, rules.rules(), seenAt) : Bits.get(old, placesBefore[place]);
            boolean changes = leaf.timed() && (isNew || due);
            Bits.set(seen, place, saw);
            Bits.set(current, place, changes ? leaf.holds(state, rules.rules(), frame.now()) : saw);
        }
        state.profileTruth(seen);
        currentProfile = current;
    }

    /** Of a contact that begins: nothing has gone before. */
    void begin() {
        alignProfile(frame.now());
        state.judged(rules.rules().epoch(), rules.layout());
    }

    private void alignProfile(long seenAt) {
        List<ProfileLeaf> leaves = rules.profileLeaves();
        long[] seen = Bits.of(leaves.size());
        long[] current = Bits.of(leaves.size());
        for (int place = 0; place < leaves.size(); place++) {
            ProfileLeaf leaf = leaves.get(place);
            Bits.set(seen, place, leaf.holds(state, rules.rules(), seenAt));
            Bits.set(current, place, leaf.holds(state, rules.rules(), frame.now()));
        }
        state.profileTruth(seen);
        currentProfile = current;
    }

    private @Nullable EventLeaf leaf(LeafKey key) {
        Integer place = rules.eventPlace(key);
        return place == null ? null : rules.eventLeaves().get(place);
    }

    /** The contact's state of a condition, to be changed; tell {@link #answered} after it. */
    LeafSlot open(EventLeaf leaf) {
        LeafSlot slot = state.slot(leaf.key());
        if (slot == null) {
            slot = new LeafSlot(leaf.key(), leaf.liveFrom(), leaf.form().empty());
            slot.truth(leaf.holdsForNobody());
            state.slots().put(leaf.key().hash(), slot);
        }
        if (!slot.open()) {
            slot.open(slot.truth());
            opened.add(new Opened(leaf, slot));
        }
        state.hotTouched();
        return slot;
    }

    void answered(EventLeaf leaf, LeafSlot slot) {
        boolean holds = leaf.judged() && slot.data(leaf.form()).holds(frame);
        if (leaf.judged() && holds != slot.current()) {
            slot.current(holds);
            if (slot.truth() != holds) {
                slot.truth(holds);
                listener.changed(leaf.segments(), leaf.text());
            }
        }
    }

    /** @param key null if any key of the field may have changed */
    void profileChanged(ProfileWrite.Field field, @Nullable String key) {
        List<ProfileLeaf> leaves = rules.profileLeaves();
        for (int place = 0; place < leaves.size(); place++) {
            ProfileLeaf leaf = leaves.get(place);
            boolean touched = leaf.reads() == field && (key == null || leaf.key() == null || key.equals(leaf.key()));
            if (touched) {
                profileAnswered(place, leaf);
            }
        }
    }

    private void profileAnswered(int place, ProfileLeaf leaf) {
        long[] current = openProfile();
        boolean holds = leaf.holds(state, rules.rules(), frame.now());
        if (holds != Bits.get(current, place)) {
            Bits.set(current, place, holds);
            if (holds != Bits.get(state.profileTruth(), place)) {
                Bits.set(state.profileTruth(), place, holds);
                listener.changed(leaf.segments(), leaf.text());
            }
        }
    }

    /** The contact is in another zone now, so its day is another. */
    void zoneChanged() {
        frame = new Frame(frame.now(), rules.zone(state.zone()));
        for (LeafSlot slot : List.copyOf(state.slots().values())) {
            EventLeaf leaf = leaf(slot.key());
            if (leaf != null && leaf.local()) {
                answered(leaf, open(leaf));
            }
        }
    }

    /** After the past of another contact has joined: every condition is looked at. */
    void allChanged() {
        for (LeafSlot slot : List.copyOf(state.slots().values())) {
            EventLeaf leaf = leaf(slot.key());
            if (leaf != null) {
                answered(leaf, open(leaf));
            }
        }
        for (int place = 0; place < rules.profileLeaves().size(); place++) {
            profileAnswered(place, rules.profileLeaves().get(place));
        }
    }

    private long[] openProfile() {
        long[] current = currentProfile;
        if (current == null) {
            current = state.profileTruth().clone();
            currentProfile = current;
        }
        return current;
    }

    /** Lets everything be seen as it is now. */
    void settle() {
        for (Opened one : opened) {
            LeafSlot slot = one.slot;
            if (one.leaf.judged() && slot.truth() != slot.current()) {
                slot.truth(slot.current());
                listener.changed(one.leaf.segments(), one.leaf.text());
            }
        }
        long[] current = currentProfile;
        if (current != null) {
            List<ProfileLeaf> leaves = rules.profileLeaves();
            for (int place = 0; place < leaves.size(); place++) {
                if (Bits.get(current, place) != Bits.get(state.profileTruth(), place)) {
                    Bits.set(state.profileTruth(), place, Bits.get(current, place));
                    listener.changed(
                            leaves.get(place).segments(), leaves.get(place).text());
                }
            }
        }
    }

    /** Works out when time alone changes what was looked at, and gives up what is empty. */
    void close() {
        for (Opened one : opened) {
            LeafSlot slot = one.slot;
            slot.close();
            slot.truncated(slot.data(one.leaf.form()).truncated());
            if (one.leaf.judged()) {
                state.judged(slot, slot.truth(), slot.data(one.leaf.form()).next(frame));
            }
            if (slot.isEmpty()) {
                state.slots().remove(slot.key().hash());
            }
        }
        if (!opened.isEmpty() || currentProfile != null) {
            state.hotTouched();
        }
        if (currentProfile != null) {
            long wake = Window.NEVER;
            for (ProfileLeaf leaf : rules.profileLeaves()) {
                if (leaf.timed()) {
                    wake = Math.min(wake, leaf.next(state, frame.now()));
                }
            }
            state.profileWake(wake);
        }
    }
}
