package io.millrace.delivery.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open connections to one mail server that nobody uses at the moment. Thread-safe. */
final class SmtpConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnections.class);
    private static final String CONNECT_MILLIS = "10000";
    private static final String ANSWER_MILLIS = "30000";

    /** Servers close connections that are silent for long; a younger one needs no question whether it lives. */
    private static final long FRESH_NANOS = 5_000_000_000L;

    private static final int KEPT_MAX = 32;

    private final SmtpUrl url;
    private final Session session;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(Transport transport, long sinceNanos) {}

    /** @param trust makes the encrypted connections; empty trusts whom the machine trusts */
    SmtpConnections(SmtpUrl url, Optional<SSLSocketFactory> trust) {
        this.url = url;
        Properties properties = properties(url);
        trust.ifPresent(factory -> properties.put("mail." + protocol(url) + ".ssl.socketFactory", factory));
        this.session = Session.getInstance(properties);
    }

    private static Properties properties(SmtpUrl url) {
        Properties properties = new Properties();
        String protocol = protocol(url);
        properties.put("mail." + protocol + ".host", url.host());
        properties.put("mail." + protocol + ".port", Integer.toString(url.port()));
        properties.put("mail." + protocol + ".auth", Boolean.toString(url.user().isPresent()));
        properties.put("mail." + protocol + ".connectiontimeout", CONNECT_MILLIS);
        properties.put("mail." + protocol + ".timeout", ANSWER_MILLIS);
        properties.put("mail." + protocol + ".writetimeout", ANSWER_MILLIS);
        properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        properties.put("mail." + protocol + ".quitwait", "false");
        properties.put(
                "mail." + protocol + ".starttls.enable",
                Boolean.toString(url.starttls() != SmtpUrl.StartTls.NEVER && !url.tls()));
        properties.put(
                "mail." + protocol + ".starttls.required",
                Boolean.toString(url.starttls() == SmtpUrl.StartTls.REQUIRED && !url.tls()));
        return properties;
    }

    private static String protocol(SmtpUrl url) {
        return url.tls() ? "smtps" : "smtp";
    }

    Session session() {
        return session;
    }

    Transport take() throws MessagingException {
        for (Idle kept = poll(); kept != null; kept = poll()) {
            boolean fresh = System.nanoTime() - kept.sinceNanos() < FRESH_NANOS;
            if (fresh || kept.transport().isConnected()) {
                return kept.transport();
            }
            drop(kept.transport());
        }
        Transport transport = session.getTransport(protocol(url));
        transport.connect(
                url.host(), url.port(), url.user().orElse(null), url.password().orElse(null));
        return transport;
    }

    private synchronized @Nullable Idle poll() {
        return idle.pollFirst();
    }

    void giveBack(Transport transport) {
        synchronized (this) {
            if (!closed && idle.size() < KEPT_MAX) {
                idle.addFirst(new Idle(transport, System.nanoTime()));
                return;
            }
        }
        drop(transport);
    }

    void drop(@Nullable Transport transport) {
        if (transport == null) {
            return;
        }
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("A connection to {} did not close cleanly", url, e);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (Idle kept = poll(); kept != null; kept = poll()) {
            drop(kept.transport());
        }
    }
}
