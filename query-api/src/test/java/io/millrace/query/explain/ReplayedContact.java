package io.millrace.query.explain;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.audience.EngineOptions;
import io.millrace.query.contact.ContactHistory;
import java.util.Set;

/** Judges contacts at past instants as explanations do. */
public final class ReplayedContact {

    private final ContactEngine engine;

    public ReplayedContact(AudienceRules rules) {
        this.engine = new ContactEngine(rules, EngineOptions.TRACED);
    }

    /** The segments it is in. */
    public Set<String> segmentsAt(ContactHistory history, long millis) {
        return Set.copyOf(Replay.judged(history, engine, millis).segments());
    }
}
