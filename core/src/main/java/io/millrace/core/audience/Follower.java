package io.millrace.core.audience;

/**
 * What follows a contact through its instants and acts on it: the contact's runs through campaigns. It is told everything
 * in the order in which it is judged, and may change the contact through what it is shown. Used by one thread.
 */
public interface Follower {

    /** Of contacts that nobody follows. */
    Follower NOBODY = new Follower() {
        @Override
        public long wake() {
            return Long.MAX_VALUE;
        }

        @Override
        public void opened(Present present) {}

        @Override
        public void happened(Input input, Present present) {}

        @Override
        public void settled(Present present) {}

        @Override
        public void ended(Present present) {}
    };

    /** The next instant at which it must be asked though nothing happens; {@link Long#MAX_VALUE} if there is none. */
    long wake();

    /** An instant begins: definitions are judged, inputs are to come. */
    void opened(Present present);

    /** An input is applied and judged. */
    void happened(Input input, Present present);

    /** All inputs of the instant are judged and time as well; what the follower does now is the instant's last. */
    void settled(Present present);

    /** The contact is deleted. */
    void ended(Present present);

    /** An input that is its own and means nothing to the rest of the contact. */
    interface Word {}
}
