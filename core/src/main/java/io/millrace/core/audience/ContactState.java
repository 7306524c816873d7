package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Path;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one contact: profile, memberships, and what its conditions keep. Mutable, used by one thread;
 * only {@link ContactEngine} changes it. {@link ContactStateCodec} makes bytes of it.
 */
public final class ContactState {

    /** From so many conditions on it pays to keep them in order of their instants. */
    private static final int MANY_SLOTS = 64;

    private final Person person;
    private int generation;
    private long bornAfter;

    private boolean exists;
    private long epoch = -1;
    private int layout;
    private long profileWake = Window.NEVER;
    private long[] profileTruth = {};
    private @Nullable String zone;
    private final TreeMap<Long, LeafSlot> slots = new TreeMap<>();
    private @Nullable WakeIndex wakes;
    private @Nullable TreeMap<String, Membership> memberships = new TreeMap<>();
    private @Nullable StateReader unreadMemberships;

    private @Nullable Profile profile;
    private Supplier<Profile> profileSource = Profile::new;

    private boolean hotChanged;
    private boolean profileChanged;

    private ContactState(Person person, int generation, long bornAfter) {
        this.person = person;
        this.generation = generation;
        this.bornAfter = bornAfter;
    }

    /**
     * A contact to which nothing has happened yet; its first input brings it into being.
     *
     * @param person whose key holds it; its id is the contact's name
     */
    public static ContactState unborn(Person person) {
        return new ContactState(person, 0, Long.MIN_VALUE);
    }

    /** @param bornAfter events that arrived before belong to the generation before; see {@link #next} */
    static ContactState of(Person person, int generation, long bornAfter) {
        return new ContactState(person, generation, bornAfter);
    }

    /** Whether anything ever happened to it. */
    public boolean exists() {
        return exists;
    }

    public Person person() {
        return person;
    }

    /** How often contacts of this person were deleted. */
    public int generation() {
        return generation;
    }

    /** The arrival of the deletion that this contact follows, in epoch milliseconds; {@link Long#MIN_VALUE} if none. */
    public long bornAfter() {
        return bornAfter;
    }

    /** The epoch of the rules under which it was last judged; -1 before the first time. */
    public long epoch() {
        return epoch;
    }

    /** When its first event happened, or its first change by the API arrived; in epoch milliseconds. */
    public long createdAt() {
        return profile().createdAt();
    }

    /** The instant of the last change of its profile, in epoch milliseconds. */
    public long updatedAt() {
        return profile().updatedAt();
    }

    /** The next instant at which an answer may change by time alone; empty if none. */
    public OptionalLong nextWake() {
        long wake = wake();
        return wake == Window.NEVER ? OptionalLong.empty() : OptionalLong.of(wake);
    }

    long wake() {
        WakeIndex index = wakes();
        if (index != null) {
            return Math.min(profileWake, index.first());
        }
        long wake = profileWake;
        for (LeafSlot slot : slots.values()) {
            wake = Math.min(wake, slot.next());
        }
        return wake;
    }

    /** Tells the conditions whose answer time changes at this instant or before; one may be told twice. */
    void dueSlots(long now, Consumer<LeafSlot> told) {
        WakeIndex index = wakes();
        if (index != null) {
            index.due(now, told);
        } else {
            slots.values().stream().filter(slot -> slot.next() <= now).forEach(told);
        }
    }

    /** Notes the answer of a condition and when time changes it. */
    void judged(LeafSlot slot, boolean holds, long next) {
        slot.judged(holds, next);
        if (wakes != null) {
            wakes.note(slot);
        }
    }

    private @Nullable WakeIndex wakes() {
        if (wakes == null && slots.size() >= MANY_SLOTS) {
            wakes = new WakeIndex(slots.values(), slot -> slots.get(slot.key().hash()) == slot);
        }
        return wakes;
    }

    /** How many of its conditions had to give up entries because there were too many; their answers may be wrong. */
    public int truncated() {
        return (int) slots.values().stream().filter(LeafSlot::truncated).count();
    }

    /** The segments it is in, hand-kept ones included. */
    public SortedSet<String> segments() {
        TreeSet<String> in = new TreeSet<>();
        memberships().forEach((segment, membership) -> {
            if (membership.in()) {
                in.add(segment);
            }
        });
        return in;
    }

    public boolean isIn(String segment) {
        Membership membership = memberships().get(segment);
        return membership != null && membership.in();
    }

    /** Since when it is in a segment; empty if it is not. */
    public OptionalLong memberSince(String segment) {
        Membership membership = memberships().get(segment);
        return membership != null && membership.in() ? OptionalLong.of(membership.changedAt()) : OptionalLong.empty();
    }

    /** A copy, without removed ones. */
    public ObjectNode traits() {
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        profile().traits.cells().forEach((key, cell) -> {
            JsonNode value = cell.value();
            if (value != null) {
                traits.set(key, value.deepCopy());
            }
        });
        return traits;
    }

    /** A trait's value, null if it is absent. */
    public @Nullable JsonNode trait(Path path) {
        return TraitValues.at(profile(), path);
    }

    /** A score's value, null if it has none. */
    public @Nullable BigDecimal score(String name) {
        JsonNode value = profile().scores.value(name);
        return value == null ? null : value.decimalValue();
    }

    /** Whether it has left everything, single groups aside that it joined since. */
    public boolean leftEverything() {
        return Boolean.FALSE.equals(profile().choice(Profile.ALL_GROUPS));
    }

    public List<String> tags() {
        return profile().tags();
    }

    public SortedMap<String, BigDecimal> scores() {
        TreeMap<String, BigDecimal> scores = new TreeMap<>();
        profile().scores.cells().forEach((name, cell) -> {
            JsonNode value = cell.value();
            if (value != null) {
                scores.put(name, value.decimalValue());
            }
        });
        return scores;
    }

    /** Explicit choices by group; the empty group is the choice about all others. */
    public SortedMap<String, Boolean> subscriptions() {
        TreeMap<String, Boolean> choices = new TreeMap<>();
        for (String group : profile().subscriptions.cells().keySet()) {
            Boolean choice = profile().choice(group);
            if (choice != null) {
                choices.put(group, choice);
            }
        }
        return choices;
    }

    /** Whether {@link ContactStateCodec#hot} would write other bytes than those it was read from. */
    public boolean hotChanged() {
        return hotChanged;
    }

    /** Whether {@link ContactStateCodec#profile} would write other bytes than those it was read from. */
    public boolean profileChanged() {
        return profileChanged;
    }

    // What follows is the engine's.

    Profile profile() {
        Profile known = profile;
        if (known == null) {
            known = profileSource.get();
            profile = known;
        }
        return known;
    }

    void profileSource(Supplier<Profile> source) {
        profileSource = source;
    }

    void profileTouched() {
        profileChanged = true;
    }

    void hotTouched() {
        hotChanged = true;
    }

    void unchanged() {
        hotChanged = false;
        profileChanged = false;
    }

    void begin(long createdAt, long now) {
        exists = true;
        profile().created(createdAt);
        profile().updated(now);
        hotChanged = true;
        profileChanged = true;
    }

    /** Becomes the empty contact that the same ids begin after a deletion. */
    void end(long deletedAt) {
        generation++;
        bornAfter = deletedAt;
        forget();
    }

    /** Keeps nothing but whose it is. */
    void forget() {
        exists = false;
        epoch = -1;
        layout = 0;
        profileWake = Window.NEVER;
        profileTruth = new long[0];
        zone = null;
        slots.clear();
        wakes = null;
        memberships = new TreeMap<>();
        unreadMemberships = null;
        profile = new Profile();
        hotChanged = true;
        profileChanged = true;
    }

    void restore(long judgedEpoch, int places) {
        exists = true;
        epoch = judgedEpoch;
        layout = places;
    }

    void judged(long underEpoch, int places) {
        epoch = underEpoch;
        layout = places;
        hotChanged = true;
    }

    int layout() {
        return layout;
    }

    /** Whether a stored event is this contact's own, and arrived before the condition counted events as they come. */
    boolean takesSeed(LeafEvent event, EventLeaf leaf) {
        long arrival = event.arrival().millis();
        return arrival > bornAfter && (leaf.countsEveryEvent() || arrival < leaf.liveFrom());
    }

    @Nullable
    String zone() {
        return zone;
    }

    /** By its trait {@code timezone}; the workspace's if that names none. */
    public ZoneId zone(ZoneId workspace) {
        return CompiledRules.zone(zone, workspace);
    }

    void zone(@Nullable String text) {
        zone = text;
    }

    long profileWake() {
        return profileWake;
    }

    void profileWake(long instant) {
        profileWake = instant;
    }

    long[] profileTruth() {
        return profileTruth;
    }

    void profileTruth(long[] bits) {
        profileTruth = bits;
    }

    TreeMap<Long, LeafSlot> slots() {
        return slots;
    }

    @Nullable
    LeafSlot slot(LeafKey key) {
        return slots.get(key.hash());
    }

    void unreadMemberships(StateReader reader) {
        memberships = null;
        unreadMemberships = reader;
    }

    /** Null if they were read since. */
    @Nullable
    StateReader unreadMemberships() {
        return unreadMemberships;
    }

    Map<String, Membership> memberships() {
        TreeMap<String, Membership> known = memberships;
        if (known == null) {
            known = new TreeMap<>();
            StateReader in = unreadMemberships;
            if (in != null) {
                for (int left = in.size(); left > 0; left--) {
                    known.put(in.text(), new Membership(in.flag(), in.signed(), in.signed()));
                }
            }
            memberships = known;
            unreadMemberships = null;
        }
        return known;
    }
}
