package io.millrace.flink.audience.contact;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactEngine;

/**
 * A workspace's rules from an instant on.
 *
 * @param atMillis from when on they are in force; {@link Long#MIN_VALUE} for the oldest that are kept
 * @param rejudge whether every contact must be judged under them, also one to which nothing happens
 */
record RuleStage(long atMillis, AudienceRules rules, ContactEngine engine, boolean rejudge) {

    RuleStage(long atMillis, AudienceRules rules, boolean rejudge) {
        this(atMillis, rules, new ContactEngine(rules), rejudge);
    }

    long epoch() {
        return rules.epoch();
    }
}
