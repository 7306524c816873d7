package io.millrace.flink.audience.contact;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ContactActions;
import io.millrace.core.audience.ContactChange;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.event.EventTime;
import io.millrace.core.event.Person;
import io.millrace.core.rule.RuleFault;
import io.millrace.flink.audience.Routed;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.SeedRecord;
import io.millrace.streams.record.SeedRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the engine's inputs of what a contact is told. */
final class InputReader {

    /** An event that the store refuses for its time is none here either. */
    void event(Routed routed, List<Input> inputs) throws IOException {
        try {
            EventRecord record = EventRecordCodec.decode(routed.value());
            EventTime time = EventTime.of(record.timestampMillis(), record.sentAtMillis(), routed.appendMillis());
            if (time.inRange()) {
                inputs.add(new Input.Event(new RoutedEvent(record, time, arrival(routed))));
            }
        } catch (UnreadableRecordException e) {
            throw unreadable(routed, e);
        }
    }

    /** Null if the record says nothing that can be done; then its outcome says so. */
    @Nullable
    Input action(Contact contact, Routed routed, Projection projection) throws IOException {
        try {
            ContactRecord record = ContactRecordCodec.decode(routed.value());
            ContactActions.Parsed parsed = ContactActions.parse(record.body());
            if (parsed instanceof ContactActions.Parsed.Valid valid
                    && valid.change() instanceof ContactChange.Own own) {
                if (own.action() instanceof ContactAction.Enroll enroll) {
                    return new Input.ToFollower(
                            new CampaignWord.Enroll(enroll.campaign(), record.requestId()), arrival(routed));
                }
                return new Input.Action(own.action(), arrival(routed), record.requestId());
            }
            projection.outcome(contact, record.requestId(), "refused", reason(parsed), routed.appendMillis());
            return null;
        } catch (UnreadableRecordException e) {
            throw unreadable(routed, e);
        }
    }

    private static String reason(ContactActions.Parsed parsed) {
        if (parsed instanceof ContactActions.Parsed.Invalid invalid) {
            RuleFault fault = invalid.faults().get(0);
            return fault.pointer() + ": found " + fault.found() + ", expected " + fault.expected();
        }
        return "is no change of one contact";
    }

    SeedRecord seed(Routed routed) throws IOException {
        try {
            return SeedRecordCodec.decode(routed.value());
        } catch (UnreadableRecordException e) {
            throw unreadable(routed, e);
        }
    }

    /** Nothing if the condition is no more, or is live since another instant: then other seeds are its past. */
    List<Input> seed(Contact contact, SeedRecord seed, AudienceRules rules) {
        Long liveFrom = rules.liveFrom().get(seed.leaf());
        if (liveFrom == null || liveFrom != seed.liveFrom()) {
            return List.of();
        }
        List<LeafEvent> own = seed.events().stream()
                .filter(event -> contact.slices().stream()
                        .anyMatch(slice -> slice.person().equals(seed.person())
                                && slice.fromMillis() <= event.arrival().millis()))
                .toList();
        if (own.isEmpty()) {
            return List.of();
        }
        Person person = seed.person();
        return List.of(new Input.Seed(seed.leaf(), person.kind() + "/" + person.id() + "/" + seed.part(), own));
    }

    /** A slot that the campaign's gate grants, from topic contact-moves. */
    static Move.Granted granted(Routed routed) throws IOException {
        if (Move.read(routed.value()) instanceof Move.Granted granted) {
            return granted;
        }
        throw new IllegalArgumentException("such a move has no instant: " + routed);
    }

    static Person other(Routed routed) {
        Person other = routed.other();
        if (other == null) {
            throw new IllegalArgumentException("names nobody else: " + routed);
        }
        return other;
    }

    private static Arrival arrival(Routed routed) {
        return Arrival.of(routed.appendMillis(), routed.partition(), routed.offset());
    }

    /** The stages before have read it already. */
    private static IOException unreadable(Routed routed, UnreadableRecordException e) {
        return new IOException(
                "record at partition " + routed.partition() + ", offset " + routed.offset() + ": " + e.getMessage(), e);
    }
}
