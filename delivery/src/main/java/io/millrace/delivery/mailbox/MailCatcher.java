package io.millrace.delivery.mailbox;

import io.millrace.delivery.email.SmtpUrl;
import java.net.InetAddress;
import java.util.Optional;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on loopback that takes every mail into a {@link Mailbox} and sends none on. */
public final class MailCatcher implements AutoCloseable {

    private static final int MAIL_BYTES_MAX = 8 << 20;
    private static final int CONNECTIONS_MAX = 64;

    private final Mailbox mailbox;
    private final SMTPServer server;

    private MailCatcher(Mailbox mailbox, SMTPServer server) {
        this.mailbox = mailbox;
        this.server = server;
    }

    /** Listens on a free port. */
    public static MailCatcher start(Mailbox mailbox) {
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .softwareName("Millrace mail catcher")
                .maxMessageSize(MAIL_BYTES_MAX)
                .maxConnections(CONNECTIONS_MAX)
                .messageHandler((context, from, to, mail) -> mailbox.put(from, to, mail))
                .build();
        server.start();
        return new MailCatcher(mailbox, server);
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    public SmtpUrl url() {
        return new SmtpUrl(
                InetAddress.getLoopbackAddress().getHostAddress(),
                server.getPortAllocated(),
                Optional.empty(),
                Optional.empty(),
                false,
                SmtpUrl.StartTls.NEVER);
    }

    @Override
    public void close() {
        server.stop();
    }
}
