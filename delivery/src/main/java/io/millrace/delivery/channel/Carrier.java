package io.millrace.delivery.channel;

/**
 * Carries messages over one channel. Thread-safe. One call is one attempt, bounded in time; who calls repeats it. The send's
 * id goes along, so that the other side can tell a repeat.
 */
public interface Carrier extends AutoCloseable {

    /**
     * Whom a message would be handed to, so that one that fails or is slow does not keep back what goes to another: a host's
     * name, or the same text always where there is one.
     */
    String target(Parcel parcel) throws CarrierException;

    /** Blocks until the other side has answered. */
    Receipt carry(Parcel parcel) throws CarrierException, InterruptedException;

    @Override
    default void close() {}
}
