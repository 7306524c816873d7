package io.millrace.core.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What comes next: events by arrival, calls, checkpoints and wake-ups, instant by instant. Used by one thread. */
final class Timeline {

    private final Cursor<ScenarioEvent> events;
    private final Cursor<Call> calls;
    private final Cursor<Long> checkpoints;
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparingLong(Wake::at));

    /** A contact that wants to be asked at an instant, unless it has changed its mind since. */
    private record Wake(long at, SimulatedContact contact) {}

    Timeline(Scenario scenario) {
        events = new Cursor<>(scenario.events(), event -> event.arrival().millis());
        calls = new Cursor<>(Call.of(scenario), call -> call.arrival().millis());
        checkpoints = new Cursor<>(scenario.checkpoints(), checkpoint -> checkpoint);
    }

    /** The next instant at which anything happens, {@link SimulatedContact#NEVER} if nothing does. */
    long next() {
        dropOutdatedWakes();
        long wake = wakes.isEmpty() ? SimulatedContact.NEVER : wakes.peek().at();
        return Math.min(Math.min(events.next(), calls.next()), Math.min(checkpoints.next(), wake));
    }

    List<ScenarioEvent> eventsAt(long instant) {
        return events.take(instant);
    }

    List<Call> callsAt(long instant) {
        return calls.take(instant);
    }

    boolean checkpointAt(long instant) {
        return !checkpoints.take(instant).isEmpty();
    }

    /** The contacts that want to be asked by this instant. */
    List<SimulatedContact> dueAt(long instant) {
        List<SimulatedContact> due = new ArrayList<>();
        dropOutdatedWakes();
        while (!wakes.isEmpty() && wakes.peek().at() <= instant) {
            SimulatedContact contact = wakes.remove().contact();
            contact.nextWake = SimulatedContact.NEVER;
            due.add(contact);
            dropOutdatedWakes();
        }
        return due;
    }

    /** Notes when a contact wants to be asked; what was noted of it before is void. */
    void wake(SimulatedContact contact, long at) {
        if (contact.nextWake != at) {
            contact.nextWake = at;
            if (at != SimulatedContact.NEVER) {
                wakes.add(new Wake(at, contact));
            }
        }
    }

    private void dropOutdatedWakes() {
        while (!wakes.isEmpty() && wakes.peek().at() != wakes.peek().contact().nextWake) {
            wakes.remove();
        }
    }
}
