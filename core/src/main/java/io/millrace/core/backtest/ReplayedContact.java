package io.millrace.core.backtest;

import io.millrace.core.audience.ContactState;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.campaign.engine.SlotRequest;
import java.util.HashMap;
import java.util.Map;

/** A contact on its way through its history. Used by one thread. */
final class ReplayedContact {

    static final long NEVER = Long.MAX_VALUE;

    final ContactState state;
    final ContactRuns runs;
    final Rows rows;

    /** When the engine wants to be asked again; {@link #NEVER} if it does not. */
    long nextWake = NEVER;

    /** The place of the next one among {@link Appointments}. */
    int appointment;

    /** By run, what it has asked of the gate and has not got. */
    final Map<String, SlotRequest> needed = new HashMap<>();

    /** By run, until when quiet hours hold its send. */
    final Map<String, Long> held = new HashMap<>();

    ReplayedContact(ContactState state, ContactRuns runs, Rows rows) {
        this.state = state;
        this.runs = runs;
        this.rows = rows;
    }

    boolean waitsForSlot() {
        return !needed.isEmpty();
    }

    /** The one that has its turn first. There must be one. */
    SlotRequest firstNeeded() {
        return needed.values().stream().min(SlotRequest::compareTo).orElseThrow();
    }
}
