package io.millrace.delivery.mailbox;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The newest mails that were caught, in memory: gone with the process, and the oldest gone once there are many. Thread-safe. */
public final class Mailbox {

    static final int MAILS_MAX = 1_000;
    static final long BYTES_MAX = 64L << 20;

    private final Clock clock;
    private final Deque<CaughtMail> mails = new ArrayDeque<>();
    private long lastId;
    private long bytes;

    public Mailbox(Clock clock) {
        this.clock = clock;
    }

    synchronized void put(String from, String to, byte[] mail) {
        CaughtMail caught = CaughtMail.parse(++lastId, clock.instant(), from, to, mail);
        mails.addLast(caught);
        bytes += caught.sizeBytes();
        while (mails.size() > MAILS_MAX || bytes > BYTES_MAX) {
            bytes -= mails.removeFirst().sizeBytes();
        }
    }

    /** Newest first. */
    public synchronized List<CaughtMail> newest() {
        List<CaughtMail> newest = new ArrayList<>(mails);
        Collections.reverse(newest);
        return newest;
    }

    public synchronized Optional<CaughtMail> get(long id) {
        return mails.stream().filter(mail -> mail.id() == id).findFirst();
    }

    public synchronized void clear() {
        mails.clear();
        bytes = 0;
    }
}
