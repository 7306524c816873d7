package io.millrace.core.campaign.engine;

import io.millrace.core.rule.EventPattern;

/**
 * What an event may mean to a version of a campaign.
 *
 * @param node of a trigger or a wait; empty otherwise
 */
record EventHook(Kind kind, CompiledVersion version, EventPattern event, boolean sameKey, String node) {

    /** In the order in which one event has its meanings: what ends a run does not let it go on, and what it ends may begin anew. */
    enum Kind {
        GOAL,
        EXIT,
        WAIT,
        TRIGGER
    }
}
