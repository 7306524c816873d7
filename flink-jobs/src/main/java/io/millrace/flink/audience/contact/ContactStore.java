package io.millrace.flink.audience.contact;

import io.millrace.core.audience.ContactStateCodec;
import io.millrace.core.event.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.jspecify.annotations.Nullable;

/** Contacts in keyed state, and what is held at them; always that of the backend's current key. Not thread-safe. */
final class ContactStore {

    static final String CONTACT = "contact";
    static final String PROFILE = "profile";
    static final String HELD = "held";
    static final String RUNS = "runs";

    private final KeyedStateBackend<Tuple2<Long, Long>> backend;
    private final ValueState<byte[]> contacts;
    private final ValueState<byte[]> profiles;
    private final ValueState<byte[]> held;
    private final ValueState<byte[]> runs;
    private final StageCounters counters;
    private final ContactCodec codec = new ContactCodec();

    /** The keys at which something is held: nearly none, so that nobody else has to ask. */
    private final Set<Tuple2<Long, Long>> holding = new HashSet<>();

    ContactStore(KeyedStateBackend<Tuple2<Long, Long>> backend, KeyedStateStore states, StageCounters counters) {
        this.backend = backend;
        this.contacts = states.getState(bytes(CONTACT));
        this.profiles = states.getState(bytes(PROFILE));
        this.held = states.getState(bytes(HELD));
        this.runs = states.getState(bytes(RUNS));
        this.counters = counters;
    }

    static ValueStateDescriptor<byte[]> bytes(String name) {
        return new ValueStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** To be called once the backend is restored. */
    void findHolding() {
        try (Stream<Tuple2<Long, Long>> keys = backend.getKeys(HELD, VoidNamespace.INSTANCE)) {
            keys.forEach(holding::add);
        }
    }

    boolean holds() {
        return holding.contains(backend.getCurrentKey());
    }

    /** Whether nobody waits for another contact's past. */
    boolean nobodyHolds() {
        return holding.isEmpty();
    }

    Held held() throws IOException {
        byte[] bytes = holds() ? held.value() : null;
        return bytes == null ? new Held() : Held.read(bytes);
    }

    void put(Held what) throws IOException {
        if (!what.isEmpty()) {
            held.update(what.write());
            holding.add(backend.getCurrentKey());
        } else if (holding.remove(backend.getCurrentKey())) {
            held.clear();
        }
    }

    /** Null if the key has none. */
    ContactCodec.@Nullable Head head() throws IOException {
        byte[] bytes = contacts.value();
        return bytes == null ? null : codec.head(bytes);
    }

    /** Null if the key has none. */
    @Nullable
    Contact contact() throws IOException {
        byte[] bytes = contacts.value();
        return bytes == null ? null : codec.read(bytes, this::profile, this::runs);
    }

    /** A new one if the key has none. */
    Contact contact(String workspace, Person root) throws IOException {
        Contact known = contact();
        return known == null ? new Contact(workspace, root) : known;
    }

    private byte @Nullable [] profile() {
        try {
            return profiles.value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte @Nullable [] runs() {
        try {
            return runs.value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(Contact contact) throws IOException {
        byte[] changedRuns = contact.takeChangedRuns();
        if (changedRuns != null) {
            if (changedRuns.length == 0) {
                runs.clear();
            } else {
                runs.update(changedRuns);
                counters.runsWritten(changedRuns.length);
            }
        }
        if (contact.movedTo != null) {
            profiles.clear();
        } else if (contact.state.profileChanged()) {
            profiles.update(ContactStateCodec.profile(contact.state));
        }
        if (contact.changed() || contact.state.hotChanged()) {
            contacts.update(codec.write(contact));
        }
    }
}
