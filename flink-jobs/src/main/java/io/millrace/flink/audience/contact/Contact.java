package io.millrace.flink.audience.contact;

import io.millrace.core.audience.ContactState;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.campaign.engine.ContactRunsCodec;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is held under a contact's key: the engine's state and what its projection needs. Used by one thread. */
public final class Contact {

    static final long NO_TIMER = Long.MAX_VALUE;
    private static final byte[] NOTHING = {};
    private static final byte[] SOMETHING = {1};

    /** Versions of one millisecond; more of them run into the next, which does no harm as they never go back. */
    private static final int VERSION_BITS = 12;

    final String workspace;
    final Person root;
    ContactState state;

    /** The instant at which Flink wakes it; never after the next change of an answer. */
    long timer;

    /** Whose key holds what was here; null unless it was handed over. */
    @Nullable
    Person movedTo;

    private long version;
    private @Nullable List<Slice> slices;
    private boolean changed;

    /** What is stored of its runs, asked for only if something needs them; null if nothing is stored. */
    private @Nullable Supplier<byte @Nullable []> storedRuns;

    private byte @Nullable [] runsAsRead;
    private @Nullable ContactRuns runs;

    /** A contact to which nothing has happened. */
    Contact(String workspace, Person root) {
        this(workspace, root, ContactState.unborn(root), NO_TIMER, 0, null, null);
    }

    Contact(
            String workspace,
            Person root,
            ContactState state,
            long timer,
            long version,
            @Nullable List<Slice> slices,
            @Nullable Person movedTo) {
        this.workspace = workspace;
        this.root = root;
        this.state = state;
        this.timer = timer;
        this.version = version;
        this.slices = slices;
        this.movedTo = movedTo;
    }

    /** Something is stored of its runs. */
    void runsFrom(Supplier<byte @Nullable []> stored) {
        storedRuns = stored;
    }

    /** Its runs through campaigns. */
    ContactRuns runs() {
        ContactRuns known = runs;
        if (known == null) {
            runsAsRead = storedRuns == null ? null : storedRuns.get();
            known = runsAsRead == null ? ContactRuns.none() : ContactRunsCodec.decode(runsAsRead);
            runs = known;
        }
        return known;
    }

    /** Whether something is stored of its runs, or is to be. */
    boolean hasRuns() {
        ContactRuns known = runs;
        return movedTo == null && (known == null ? storedRuns != null : !known.isEmpty());
    }

    /** What is to be stored of its runs instead of what is, empty if nothing; null if that may stay. */
    byte @Nullable [] takeChangedRuns() {
        ContactRuns known = runs;
        byte[] before = runsAsRead == null ? NOTHING : runsAsRead;
        byte[] bytes;
        if (movedTo != null) {
            bytes = NOTHING;
            before = storedRuns == null ? NOTHING : SOMETHING;
        } else if (known == null) {
            return null;
        } else if (!known.isChanged()) {
            assert Arrays.equals(before, known.isEmpty() ? NOTHING : ContactRunsCodec.encode(known))
                    : "runs of contact " + id() + " have changed and do not say so";
            return null;
        } else {
            bytes = known.isEmpty() ? NOTHING : ContactRunsCodec.encode(known);
        }
        if (Arrays.equals(bytes, before)) {
            return null;
        }
        changed |= bytes.length == 0 || before.length == 0;
        storedRuns = bytes.length == 0 ? null : () -> bytes;
        runsAsRead = bytes;
        return bytes;
    }

    /** The next instant at which it must be asked though nothing happens; {@link Long#MAX_VALUE} if there is none. */
    long nextWake() {
        long wake = state.nextWake().orElse(Long.MAX_VALUE);
        return hasRuns() ? Math.min(wake, runs().wake()) : wake;
    }

    /** Whether something besides the engine's state is other than it was read. */
    boolean changed() {
        return changed;
    }

    void timer(long millis) {
        timer = millis;
        changed = true;
    }

    void moveTo(Person target) {
        movedTo = target;
        slices(List.of());
    }

    ContactId id() {
        return idOf(state.generation());
    }

    ContactId idOf(int generation) {
        return ContactId.of(workspace, root, generation);
    }

    public String workspace() {
        return workspace;
    }

    /** The person whose key holds it. */
    public Person root() {
        return root;
    }

    long version() {
        return version;
    }

    /** Grows with every call; of two rows the later has the greater one. */
    public long nextVersion(long millis) {
        version = Math.max(version + 1, millis << VERSION_BITS);
        changed = true;
        return version;
    }

    /** Whose events belong to it, and since when. */
    List<Slice> slices() {
        List<Slice> known = slices;
        return known == null ? List.of(new Slice(root, 0)) : known;
    }

    /** Null if they are those of a contact whose events have always been those of its own person. */
    @Nullable
    List<Slice> storedSlices() {
        return slices;
    }

    void slices(List<Slice> all) {
        slices = List.copyOf(all);
        changed = true;
    }

    void add(Slice slice) {
        List<Slice> all = new ArrayList<>(slices());
        all.removeIf(known -> known.equals(slice));
        all.add(slice);
        slices(all);
    }

    /** What the person does from now on is another contact's. */
    void endSlicesOf(Person person) {
        slices(slices().stream()
                .map(slice -> slice.person().equals(person) ? slice.end() : slice)
                .toList());
    }
}
