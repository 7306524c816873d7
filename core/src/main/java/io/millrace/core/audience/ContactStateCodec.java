package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link ContactState}, in two parts: the hot one, which nearly every event reads and many change, and the
 * profile, which is read only when something asks for it. Each begins with a format version; readers accept all older
 * ones. Equal states give equal bytes. Thread-safe.
 *
 * <p>Hot, format 1: version, flags (1 exists, 2 the person is anonymous), id, generation, bornAfter if that is not 0; if it
 * exists: epoch, layout, profileWake, answers of profile conditions, zone, conditions (key, flags: 1 holds, 2 has next, 4
 * has seeds, 8 truncated, 16 has liveFrom; what it has of these; its data with the length before it), and memberships
 * (segment, in, changedAt, version). Profile, format 1: version, createdAt, updatedAt, traits, scores, subscriptions,
 * hand-kept memberships (key, value, timestamp, arrival, since), tags with their arrival.
 */
public final class ContactStateCodec {

    private static final int VERSION = 1;
    private static final int EXISTS = 1;
    private static final int ANONYMOUS = 2;

    private static final int HOLDS = 1;
    private static final int CHANGES = 2;
    private static final int SEEDED = 4;
    private static final int TRUNCATED = 8;
    private static final int LIVE_FROM = 16;

    private ContactStateCodec() {}

    public static byte[] hot(ContactState state) {
        StateWriter out = new StateWriter(256);
        Person person = state.person();
        boolean anonymous = person.kind() == Person.Kind.ANONYMOUS;
        out.one(VERSION)
                .one((state.exists() ? EXISTS : 0) | (anonymous ? ANONYMOUS : 0))
                .text(person.id())
                .unsigned(state.generation());
        if (state.generation() > 0) {
            out.signed(state.bornAfter());
        }
        if (!state.exists()) {
            return out.toByteArray();
        }
        out.unsigned(state.epoch()).four(state.layout()).eight(state.profileWake());
        out.unsigned(state.profileTruth().length);
        for (long bits : state.profileTruth()) {
            out.eight(bits);
        }
        out.text(state.zone()).unsigned(state.slots().size());
        state.slots().values().forEach(slot -> writeSlot(slot, out));
        writeMemberships(state, out);
        return out.toByteArray();
    }

    private static void writeSlot(LeafSlot slot, StateWriter out) {
        boolean changes = slot.next() != Window.NEVER;
        int[] seeds = slot.seeds();
        boolean live = slot.liveFrom() != Long.MIN_VALUE;
        out.eight(slot.key().hash())
                .one((slot.truth() ? HOLDS : 0)
                        | (changes ? CHANGES : 0)
                        | (seeds.length > 0 ? SEEDED : 0)
                        | (slot.truncated() ? TRUNCATED : 0)
                        | (live ? LIVE_FROM : 0));
        if (live) {
            out.signed(slot.liveFrom());
        }
        if (changes) {
            out.eight(slot.next());
        }
        if (seeds.length > 0) {
            out.unsigned(seeds.length);
            for (int seed : seeds) {
                out.four(seed);
            }
        }
        slot.writeData(out);
    }

    private static void writeMemberships(ContactState state, StateWriter out) {
        StateReader unread = state.unreadMemberships();
        if (unread != null) {
            out.raw(unread.bytes(), unread.position(), unread.bytes().length - unread.position());
            return;
        }
        Map<String, Membership> memberships = state.memberships();
        out.unsigned(memberships.size());
        memberships.forEach((segment, membership) -> out.text(segment)
                .flag(membership.in())
                .signed(membership.changedAt())
                .signed(membership.version()));
    }

    /** Also of a state whose profile was not read yet. */
    public static byte[] profile(ContactState state) {
        Profile profile = state.profile();
        StateWriter out = new StateWriter(256);
        out.one(VERSION).signed(profile.createdAt()).signed(profile.updatedAt());
        for (Register register : List.of(profile.traits, profile.scores, profile.subscriptions, profile.handKept)) {
            out.unsigned(register.cells().size());
            register.cells().forEach((key, cell) -> {
                JsonNode value = cell.value();
                out.text(key).text(value == null ? null : value.toString()).signed(cell.timestamp());
                writeArrival(cell.arrival(), cell.timestamp(), out);
                cell.heldSince().write(out, cell.timestamp());
            });
        }
        Arrival tagged = profile.tagged();
        out.flag(tagged != null);
        if (tagged != null) {
            writeArrival(tagged, 0, out);
            out.unsigned(profile.tags().size());
            profile.tags().forEach(out::text);
        }
        return out.toByteArray();
    }

    private static void writeArrival(Arrival arrival, long base, StateWriter out) {
        out.signed(arrival.millis() - base).signed(arrival.sequence());
    }

    /**
     * Reads a state whose profile is fetched only when something asks for it.
     *
     * @param profile gives the bytes of the other part, of the same moment; null stands for an empty one
     */
    public static ContactState decode(byte[] hot, Supplier<byte @Nullable []> profile) {
        StateReader in = new StateReader(hot, 0);
        requireKnown(in.one());
        int flags = in.one();
        Person.Kind kind = (flags & ANONYMOUS) != 0 ? Person.Kind.ANONYMOUS : Person.Kind.USER;
        Person person = new Person(kind, in.text());
        int generation = Math.toIntExact(in.unsigned());
        ContactState state = ContactState.of(person, generation, generation > 0 ? in.signed() : Long.MIN_VALUE);
        if ((flags & EXISTS) == 0) {
            return state;
        }
        state.restore(in.unsigned(), in.four());
        state.profileWake(in.eight());
        long[] truth = new long[in.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = in.eight();
        }
        state.profileTruth(truth);
        state.zone(in.textOrNull());
        for (int left = in.size(); left > 0; left--) {
            LeafSlot slot = readSlot(in);
            state.slots().put(slot.key().hash(), slot);
        }
        state.unreadMemberships(in);
        state.profileSource(() -> readProfile(profile.get()));
        return state;
    }

    private static LeafSlot readSlot(StateReader in) {
        LeafKey key = new LeafKey(in.eight());
        int flags = in.one();
        long liveFrom = (flags & LIVE_FROM) != 0 ? in.signed() : Long.MIN_VALUE;
        long next = (flags & CHANGES) != 0 ? in.eight() : Window.NEVER;
        int[] seeds = new int[(flags & SEEDED) != 0 ? in.size() : 0];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = in.four();
        }
        int bytes = in.size();
        LeafSlot slot = new LeafSlot(key, liveFrom, new StateReader(in.bytes(), in.position()), bytes);
        in.skip(bytes);
        slot.judged((flags & HOLDS) != 0, next);
        slot.seeds(seeds);
        slot.truncated((flags & TRUNCATED) != 0);
        return slot;
    }

    private static Profile readProfile(byte @Nullable [] bytes) {
        Profile profile = new Profile();
        if (bytes == null) {
            return profile;
        }
        StateReader in = new StateReader(bytes, 0);
        requireKnown(in.one());
        profile.created(in.signed());
        profile.updated(in.signed());
        for (Register register : List.of(profile.traits, profile.scores, profile.subscriptions, profile.handKept)) {
            for (int left = in.size(); left > 0; left--) {
                String key = in.text();
                String value = in.textOrNull();
                long timestamp = in.signed();
                Arrival arrival = readArrival(in, timestamp);
                Since since = Since.read(in, timestamp);
                register.put(key, new Cell(value == null ? null : StateJson.read(value), timestamp, arrival, since));
            }
        }
        if (in.flag()) {
            Arrival tagged = readArrival(in, 0);
            List<String> tags = new ArrayList<>();
            for (int left = in.size(); left > 0; left--) {
                tags.add(in.text());
            }
            profile.tags(tags, tagged);
        }
        return profile;
    }

    private static Arrival readArrival(StateReader in, long base) {
        return new Arrival(base + in.signed(), in.signed());
    }

    private static void requireKnown(int version) {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "a contact's state of format " + version + ", this version reads " + VERSION);
        }
    }
}
