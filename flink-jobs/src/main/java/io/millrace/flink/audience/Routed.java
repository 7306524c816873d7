package io.millrace.flink.audience;

import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.flink.type.RecordType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

/**
 * What the contact stage is told, under the key of the person whose key holds the contact's state. Immutable by
 * convention: nobody writes into {@code value}.
 *
 * @param key of the root person; see {@link #keyOf}
 * @param root the person whose key holds the contact's state
 * @param appendMillis the engine's time of what it tells; of {@link Kind#SEED} and {@link Kind#MOVE}, which have none, 0
 * @param partition with {@code offset} the place in topic {@code events}, which orders what one instant brings
 * @param other of a hand-over the target's root person, of an expectation the source's, of a slice the person whose
 *     events it is about; else null
 * @param fromMillis of {@link Kind#SLICE} the arrival from which on the person's events belong here, 0 for its past
 * @param requestId under which an outcome is written; empty if nobody waits or the value says it
 * @param detail of an expectation the name of the conflict resolution, of a refusal its reason; else empty
 * @param value the record as it stood in its topic; empty for notes
 */
public record Routed(
        Kind kind,
        Tuple2<Long, Long> key,
        String workspace,
        Person root,
        long appendMillis,
        int partition,
        long offset,
        @Nullable Person other,
        long fromMillis,
        String requestId,
        String detail,
        byte[] value) {

    /** How it travels between tasks. */
    public static final TypeInformation<Routed> TYPE = new RecordType<>(Routed.class, RoutedSerializer.INSTANCE);

    /** What is told. The order is that in which things of one instant are judged; the codes never change. */
    public enum Kind {
        /** An event of the contact, never a copy; {@code value} is an EventRecord. */
        EVENT(1),
        /** A change by the API other than a merge; {@code value} is a ContactRecord. */
        ACTION(2),
        /** The events of {@code other} belong here from {@code fromMillis} on. */
        SLICE(3),
        /** The events of {@code other} belong elsewhere from {@code appendMillis} on. */
        SLICE_END(4),
        /** The state of {@code other} will come, as of this instant. */
        EXPECT(5),
        /** This contact goes to {@code other}, as of this instant. */
        HANDOVER(6),
        /** A change by the API that cannot be done; only its outcome is written. */
        REFUSED(7),
        /** History for a condition; {@code value} is a SeedRecord of what belongs to this contact. */
        SEED(8),
        /** A record of topic contact-moves for this contact. */
        MOVE(9);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Kind fromCode(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("kind " + code + " is unknown");
        }
    }

    /** The same, as of another instant. */
    public Routed at(long millis) {
        return new Routed(
                kind, key, workspace, root, millis, partition, offset, other, fromMillis, requestId, detail, value);
    }

    /** The same, told to another contact. */
    public Routed to(Person target) {
        return new Routed(
                kind,
                keyOf(workspace, target),
                workspace,
                target,
                appendMillis,
                partition,
                offset,
                other,
                fromMillis,
                requestId,
                detail,
                value);
    }

    /** History that came as a move. */
    public Routed asSeed(byte[] seed) {
        return new Routed(Kind.SEED, key, workspace, root, appendMillis, partition, offset, null, 0, "", "", seed);
    }

    /** The key under which a contact's state is held: the 80 bits of its root person, whatever its generation. */
    public static Tuple2<Long, Long> keyOf(String workspace, Person root) {
        ContactId id = ContactId.of(workspace, root);
        return Tuple2.of((long) id.high16(), id.low64());
    }
}
