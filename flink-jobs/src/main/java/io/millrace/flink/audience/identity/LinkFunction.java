package io.millrace.flink.audience.identity;

import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.identity.AnonymousLinks;
import io.millrace.core.event.Person;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;

/** Decides under the key of an anonymous id, in order of arrival, whose its records are. */
@SuppressWarnings("NullAway.Init") // Flink initialises operators in initializeState
final class LinkFunction extends OrderedFunction {

    private static final long serialVersionUID = 1L;

    private transient ValueState<byte[]> state;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>("links", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    void judge(Note note) throws Exception {
        AnonymousLinks links = LinksCodec.decode(state.value());
        switch (note.kind()) {
            case EVENT, ACTION -> record(note, links);
            case SEED -> SeedSplit.byOwner(note, links).forEach(this::emit);
            case LINK -> link(note, links, note.about());
            case ADOPT -> adopt(note, links, note.about());
            default -> throw new IllegalStateException("a note of kind " + note.kind() + " has no place here");
        }
    }

    private void record(Note note, AnonymousLinks links) throws Exception {
        save(links, links.withSeen());
        emit(links.owner().map(note::of).orElse(note));
    }

    /** A merge that somebody asked for joins two known contacts; a call with both ids never does. */
    private void link(Note note, AnonymousLinks links, Person target) throws Exception {
        Person owner = links.owner().orElse(null);
        boolean asked = !note.requestId().isEmpty();
        if (owner == null) {
            first(note, links, target, note.detail());
        } else if (owner.equals(target)) {
            refuseIfAsked(note, target);
        } else if (asked) {
            merge(note, owner, target);
        } else {
            save(links, links.linked(note.arrival(), target));
            emit(note.tell(Note.Kind.RELINK, note.person(), target, owner.id()));
        }
    }

    /** An anonymous contact always goes to the known one, so what was to be preferred changes sides with it. */
    private void adopt(Note note, AnonymousLinks links, Person known) throws Exception {
        Person owner = links.owner().orElse(null);
        if (owner == null) {
            boolean asked = !note.requestId().isEmpty();
            first(note, links, known, asked ? swapped(note.detail()) : ConflictResolution.NEWEST.name());
        } else if (owner.equals(known)) {
            refuseIfAsked(note, known);
        } else {
            merge(note, known, owner);
        }
    }

    private void first(Note note, AnonymousLinks links, Person target, String resolution) throws Exception {
        save(links, links.linked(note.arrival(), target));
        boolean moves = links.seen() || !note.requestId().isEmpty();
        emit(note.tell(moves ? Note.Kind.MOVE : Note.Kind.OWN, note.person(), target, resolution));
    }

    private void merge(Note note, Person source, Person target) {
        Note merge = note.tell(Note.Kind.MERGE, source, target, note.detail());
        emit(merge);
        emit(Tags.MERGES, merge);
    }

    private void refuseIfAsked(Note note, Person target) {
        if (!note.requestId().isEmpty()) {
            emit(note.tell(Note.Kind.REFUSED, target, null, DedupeFunction.SAME));
        }
    }

    private static String swapped(String resolution) {
        return switch (ConflictResolution.valueOf(resolution)) {
            case PREFER_TARGET -> ConflictResolution.PREFER_SOURCE.name();
            case PREFER_SOURCE -> ConflictResolution.PREFER_TARGET.name();
            case NEWEST -> ConflictResolution.NEWEST.name();
        };
    }

    private void save(AnonymousLinks before, AnonymousLinks after) throws Exception {
        if (!after.equals(before)) {
            state.update(LinksCodec.encode(after));
        }
    }
}
