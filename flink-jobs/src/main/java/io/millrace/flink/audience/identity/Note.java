package io.millrace.flink.audience.identity;

import io.millrace.core.audience.Arrival;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import io.millrace.flink.type.RecordType;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

/**
 * What the stages of identity tell one another: a record on its way, or what one person's key has to say to another's.
 * Immutable by convention: nobody writes into {@code value}.
 *
 * @param key of {@code person}
 * @param appendMillis the engine's time; of a seed, which waits for it, the instant its condition is live from
 * @param partition with {@code offset} the place in topic {@code events}
 * @param other the second person of what is told; of an event that carries both ids the anonymous one
 * @param detail of an alias call the former id, of a link or merge the name of the conflict resolution; else empty
 * @param requestId under which an outcome is written; empty if nobody waits
 * @param messageHash by which copies of records of one person are told
 * @param value the record as it stood in its topic; empty for notes
 */
record Note(
        Kind kind,
        Tuple2<Long, Long> key,
        String workspace,
        Person person,
        long appendMillis,
        int partition,
        long offset,
        @Nullable Person other,
        String detail,
        String requestId,
        long messageHash,
        boolean imported,
        byte[] value) {

    /** How it travels between tasks. */
    static final TypeInformation<Note> TYPE = new RecordType<>(Note.class, NoteSerializer.INSTANCE);

    private static final byte[] NOTHING = {};

    /** The order is that in which notes of one arrival are judged; the codes are part of checkpoints. */
    enum Kind {
        /** Nothing but its time. */
        CLOCK(1),
        /** History for a condition; {@code value} is a SeedRecord. */
        SEED(2),
        /** The external id {@code person} has been heard of. */
        KNOWN(3),
        /** The external id {@code person}, if it is one, is the same as {@code other}. */
        ALIAS(4),
        /** The known contact of {@code person} joins that of {@code other}. */
        MERGE(5),
        /** The anonymous id {@code person} belongs to {@code other}. */
        LINK(6),
        /** The contact of {@code other} and that of the anonymous id {@code person} are one. */
        ADOPT(7),
        /** First link: the anonymous contact of {@code person} moves to {@code other}. */
        MOVE(8),
        /** First link of an id that has no past: it belongs to {@code other}, whatever its age. */
        OWN(9),
        /** Later link: {@code person} belongs to {@code other} from here on. */
        RELINK(10),
        /** A change by the API that cannot be done; {@code detail} says why. */
        REFUSED(11),
        /** An event of {@code person}; {@code value} is an EventRecord. */
        EVENT(12),
        /** A change by the API other than a merge; {@code value} is a ContactRecord. */
        ACTION(13);

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

    Note {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(key);
    }

    static Note clock(long appendMillis, int partition, long offset) {
        return new Note(
                Kind.CLOCK,
                Tuple2.of(0L, 0L),
                "",
                new Person(Person.Kind.ANONYMOUS, "-"),
                appendMillis,
                partition,
                offset,
                null,
                "",
                "",
                0,
                false,
                NOTHING);
    }

    Arrival arrival() {
        return Arrival.of(appendMillis, partition, offset);
    }

    /** The same, as of another instant. */
    Note at(long millis) {
        return new Note(
                kind,
                key,
                workspace,
                person,
                millis,
                partition,
                offset,
                other,
                detail,
                requestId,
                messageHash,
                imported,
                value);
    }

    /** The record alone, without what it says besides. */
    Note plain() {
        return other == null && detail.isEmpty()
                ? this
                : new Note(
                        kind,
                        key,
                        workspace,
                        person,
                        appendMillis,
                        partition,
                        offset,
                        null,
                        "",
                        requestId,
                        messageHash,
                        imported,
                        value);
    }

    /** The same record as one of another person. */
    Note of(Person owner) {
        return new Note(
                kind,
                Routed.keyOf(workspace, owner),
                workspace,
                owner,
                appendMillis,
                partition,
                offset,
                other,
                detail,
                requestId,
                messageHash,
                imported,
                value);
    }

    /** The same seed with other events. */
    Note with(byte[] otherValue) {
        return new Note(
                kind,
                key,
                workspace,
                person,
                appendMillis,
                partition,
                offset,
                other,
                detail,
                requestId,
                messageHash,
                imported,
                otherValue);
    }

    /** Something to tell to a person's key, as of this arrival. */
    Note tell(Kind what, Person whom, @Nullable Person about, String detailOfIt) {
        return new Note(
                what,
                Routed.keyOf(workspace, whom),
                workspace,
                whom,
                appendMillis,
                partition,
                offset,
                about,
                detailOfIt,
                requestId,
                0,
                false,
                NOTHING);
    }

    /** The other person, of kinds that have one. */
    Person about() {
        if (other == null) {
            throw new IllegalStateException(kind + " says nothing about anybody else");
        }
        return other;
    }
}
