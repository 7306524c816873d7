package io.millrace.standalone.up;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One person after another tells a mail address and signs up. What is not acknowledged is sent again, as SDKs do, and every
 * third sign-up is sent twice anyway.
 */
final class SignupLoad implements AutoCloseable {

    static final String EVENT = "signup";

    private static final long PAUSE_MILLIS = 100;

    private final AtomicInteger people = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "signup-load");
    private volatile Client client;

    private SignupLoad(Client client) {
        this.client = client;
    }

    static SignupLoad start(Client client) {
        SignupLoad load = new SignupLoad(client);
        load.thread.start();
        return load;
    }

    void turnTo(Client other) {
        client = other;
    }

    /** How many have signed up, and were told so. */
    int people() {
        return people.get();
    }

    /** Lets the person under way be; how many there are. */
    int finish() throws InterruptedException {
        stopping.set(true);
        thread.join(60_000);
        if (thread.isAlive()) {
            throw new AssertionError("an event was not acknowledged within a minute");
        }
        return people.get();
    }

    private void run() {
        try {
            for (int person = 0; !stopping.get(); person++) {
                signUp(person);
                if (person % 3 == 0) {
                    signUp(person);
                }
                people.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signUp(int person) throws InterruptedException {
        String user = "\"userId\":\"signup-" + person + "\"";
        String body = "{\"batch\":[{\"type\":\"identify\",\"messageId\":\"who-" + person + "\"," + user
                + ",\"traits\":{\"email\":\"signup-" + person + "@example.com\"}},"
                + "{\"type\":\"track\",\"event\":\"" + EVENT + "\",\"messageId\":\"signup-" + person + "\"," + user
                + "}]}";
        while (true) {
            try {
                if (client.send("/v1/batch", body) == 200) {
                    return;
                }
            } catch (IOException e) {
                // Killed, or not up again.
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
