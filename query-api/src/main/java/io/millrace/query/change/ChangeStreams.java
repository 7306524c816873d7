package io.millrace.query.change;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.contact.ContactStore;
import io.millrace.query.http.Call;
import io.millrace.query.http.EventStream;
import io.millrace.query.request.Faults;
import io.millrace.query.stream.StreamLimit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens streams of changes as they happen. Unless {@code early} is asked for, a change is sent once its checkpoint is
 * complete and never taken back; an early one may come twice or be taken back when the job fails. Thread-safe.
 */
public final class ChangeStreams implements AutoCloseable {

    private static final List<String> PARAMETERS = List.of("contact", "early", "last_event_id");

    private final ContactStore contacts;
    private final ChangeFeed committed;
    private final ChangeFeed early;
    private final StreamLimit limit = new StreamLimit();

    public ChangeStreams(String kafka, ContactStore contacts) {
        this.contacts = contacts;
        this.committed = new ChangeFeed(kafka, false);
        this.early = new ChangeFeed(kafka, true);
    }

    /** @param segment empty for all of the workspace */
    public Consumer<EventStream> open(Call call, Optional<String> segment) {
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        boolean wantsEarly = ChangeQuery.flag(call, "early", faults);
        Optional<Positions> from = from(call, faults);
        faults.throwIfAny();
        ChangeFilter filter = ChangeQuery.filter(call, segment, contacts);
        limit.check(filter.workspace());
        return stream -> {
            limit.opened(filter.workspace(), stream);
            (wantsEarly ? early : committed).join(filter, stream, from);
        };
    }

    /** Where the client was: what browsers send as a header when they come back, or the same as a parameter. */
    private static Optional<Positions> from(Call call, Faults faults) {
        Optional<String> text = call.header("last-event-id").or(() -> call.parameter("last_event_id"));
        Optional<Positions> place = text.flatMap(Positions::parse);
        if (text.isPresent() && place.isEmpty()) {
            faults.invalid("last_event_id", TextNode.valueOf(text.get()), "the id of an event of this stream");
        }
        return place;
    }

    @Override
    public void close() {
        committed.close();
        early.close();
    }
}
