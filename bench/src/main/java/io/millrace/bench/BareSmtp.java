package io.millrace.bench;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Mails of about the size of the measured ones, each connection sending one after the other: what the server can take. */
final class BareSmtp {

    private static final String BODY = "<p>" + "x".repeat(1_500) + "</p>";

    private final int port;
    private final int connections;

    BareSmtp(int port, int connections) {
        this.port = port;
        this.connections = connections;
    }

    /** Returns how long all of them took. */
    Duration send(int mails) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                done.add(threads.submit(() -> {
                    run(next, mails);
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void run(AtomicInteger next, int mails) throws MessagingException {
        Session session = Session.getInstance(new Properties());
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", port, null, null);
            for (int number = next.getAndIncrement(); number < mails; number = next.getAndIncrement()) {
                InternetAddress to = new InternetAddress(People.user(number) + "@example.com");
                MimeMessage mail = new MimeMessage(session);
                mail.setFrom("bench@example.com");
                mail.setRecipient(Message.RecipientType.TO, to);
                mail.setSubject("Mail " + number);
                mail.setText(BODY, "UTF-8", "html");
                mail.saveChanges();
                transport.sendMessage(mail, new InternetAddress[] {to});
            }
        }
    }
}
