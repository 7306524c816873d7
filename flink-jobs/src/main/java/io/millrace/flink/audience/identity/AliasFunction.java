package io.millrace.flink.audience.identity;

import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.event.Person;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * Decides under the key of an external id what an alias call that names it means: the former id is looked up as an
 * external id, and counts as an anonymous one if that is unknown by then. Between two anonymous ids an alias says nothing.
 */
@SuppressWarnings("NullAway.Init") // Flink initialises operators in initializeState
final class AliasFunction extends OrderedFunction {

    private static final long serialVersionUID = 1L;

    private transient ValueState<Boolean> known;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        known = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("known", Types.BOOLEAN));
    }

    @Override
    void judge(Note note) throws Exception {
        switch (note.kind()) {
            case KNOWN -> known.update(true);
            case ALIAS -> alias(note, note.about());
            default -> throw new IllegalStateException("a note of kind " + note.kind() + " has no place here");
        }
    }

    private void alias(Note note, Person target) throws Exception {
        boolean intoUser = target.kind() == Person.Kind.USER;
        if (known.value() == null) {
            if (intoUser) {
                Person previous =
                        new Person(Person.Kind.ANONYMOUS, note.person().id());
                emit(Tags.TO_LINKS, note.tell(Note.Kind.LINK, previous, target, ConflictResolution.NEWEST.name()));
            }
        } else if (intoUser) {
            Note merge = note.tell(Note.Kind.MERGE, note.person(), target, ConflictResolution.PREFER_TARGET.name());
            emit(merge);
            emit(Tags.MERGES, merge);
        } else {
            emit(
                    Tags.TO_LINKS,
                    note.tell(Note.Kind.ADOPT, target, note.person(), ConflictResolution.PREFER_TARGET.name()));
        }
    }
}
