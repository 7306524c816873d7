package io.millrace.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What became of the events of one key, counted after parsing: received = accepted + refused. Accepted ones are in Kafka
 * and answered for, to be stored or (rejected) kept aside. Unconfirmed ones are refused ones that Kafka stored all the
 * same, so that accepted + unconfirmed is what the topics hold. Thread-safe.
 */
final class Accounting {

    final Counter received;
    final Counter accepted;
    final Counter refused;
    final Counter rejected;
    final Counter unconfirmed;

    Accounting(MeterRegistry registry, String keyId) {
        this.received = counter(registry, keyId, "received", "Events read from requests with this key.");
        this.accepted = counter(registry, keyId, "accepted", "Events that Kafka has and whose request said so.");
        this.refused = counter(registry, keyId, "refused", "Events whose client was told to send them again.");
        this.rejected = counter(registry, keyId, "rejected", "Accepted events that went to the rejected ones.");
        this.unconfirmed = counter(registry, keyId, "unconfirmed", "Refused events that Kafka has all the same.");
    }

    private static Counter counter(MeterRegistry registry, String keyId, String outcome, String description) {
        return Counter.builder("millrace.ingest.events." + outcome)
                .description(description)
                .tag("key", keyId)
                .register(registry);
    }
}
