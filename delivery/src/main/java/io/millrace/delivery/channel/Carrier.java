package io.millrace.delivery.channel;

import io.millrace.streams.record.SendRecord;

/**
 * Carries messages over one channel. Thread-safe. One call is one attempt, bounded in time; who calls repeats it. The send's
 * id goes along, so that the other side can tell a repeat.
 */
public interface Carrier extends AutoCloseable {

    /**
     * Whom a message would be handed to, so that one that fails or is slow does not keep back what goes to another: a host's
     * name, or the same text always where there is one. Any text if that cannot be said; carrying says then what is wrong.
     */
    String target(SendRecord send);

    /** Blocks until the other side has answered. */
    Receipt carry(Parcel parcel) throws CarrierException, InterruptedException;

    @Override
    default void close() {}
}
