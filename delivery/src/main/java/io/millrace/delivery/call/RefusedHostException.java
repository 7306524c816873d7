package io.millrace.delivery.call;

/** The host is in a private network, where no call from outside may lead. */
final class RefusedHostException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedHostException(String host) {
        super(host + " is a private or local address");
    }
}
