package io.millrace.delivery.call;

import java.net.InetAddress;
import java.time.Duration;

/** Callers for tests of other packages. */
public final class Callers {

    private Callers() {}

    /** Reaches this machine, and waits that long for an answer. */
    public static Caller local(Duration answer) {
        return Caller.start(true, InetAddress::getAllByName, answer);
    }
}
