package io.millrace.standalone.up;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the lives of many people, one after another, each in four requests of which the next goes out when the one before
 * is acknowledged: a login that soon turns seven days old, one of three days ago, one of now, and who it was. The first
 * login of every other person is anonymous until then. A request that was not acknowledged is sent again, as SDKs do.
 */
final class PeopleLoad implements AutoCloseable {

    static final Duration WINDOW = Duration.ofDays(7);
    static final int EVENTS_EACH = 4;

    /** How long after it is sent the oldest login leaves the window. */
    private static final Duration UNTIL_EXIT = Duration.ofSeconds(40);

    private static final long PAUSE_MILLIS = 150;

    private final Map<Integer, Instant> oldestLogins = new ConcurrentSkipListMap<>();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "people-load");
    private volatile Client client;

    private PeopleLoad(Client client) {
        this.client = client;
    }

    static PeopleLoad start(Client client) {
        PeopleLoad load = new PeopleLoad(client);
        load.thread.start();
        return load;
    }

    void turnTo(Client other) {
        client = other;
    }

    /** How many people's last request was acknowledged. */
    int joined() {
        return joined.get();
    }

    /** Lets the person under way be, and returns when everybody's oldest login happened, by the number of the person. */
    Map<Integer, Instant> finish() throws InterruptedException {
        stopping.set(true);
        thread.join(60_000);
        if (thread.isAlive()) {
            throw new AssertionError("an event was not acknowledged within a minute");
        }
        return oldestLogins;
    }

    static String name(int person) {
        return "person-" + person;
    }

    static boolean beginsAnonymous(int person) {
        return person % 2 == 1;
    }

    private void run() {
        try {
            for (int person = 0; !stopping.get(); person++) {
                live(person);
                joined.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live(int person) throws InterruptedException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant oldest = now.plus(UNTIL_EXIT).minus(WINDOW);
        oldestLogins.put(person, oldest);
        String user = "\"userId\":\"" + name(person) + "\"";
        String anonymous = "\"anonymousId\":\"browser-" + person + "\"";
        List<String> events = List.of(
                login(beginsAnonymous(person) ? anonymous : user, oldest),
                login(user, now.minus(Duration.ofDays(3))),
                login(user, now),
                "\"type\":\"identify\"," + user + "," + anonymous);
        for (int i = 0; i < EVENTS_EACH; i++) {
            send("{\"batch\":[{" + events.get(i) + ",\"messageId\":\"life-" + person + "-" + i + "\"}]}");
        }
    }

    private static String login(String who, Instant at) {
        return "\"type\":\"track\",\"event\":\"login\"," + who + ",\"timestamp\":\"" + at + "\"";
    }

    private void send(String body) throws InterruptedException {
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
