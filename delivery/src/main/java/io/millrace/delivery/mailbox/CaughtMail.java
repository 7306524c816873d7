package io.millrace.delivery.mailbox;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A mail as it came.
 *
 * @param id in the order of arrival, from 1 on
 * @param from the envelope's sender
 * @param to the envelope's recipient
 * @param headers in their order, values unfolded and decoded by who shows them
 */
public record CaughtMail(
        long id,
        Instant receivedAt,
        String from,
        String to,
        String subject,
        List<Line> headers,
        Optional<String> text,
        Optional<String> html,
        int sizeBytes) {

    /** One header. */
    public record Line(String name, String value) {}

    public CaughtMail {
        headers = List.copyOf(headers);
    }

    /** The first header of a name, whatever its case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Line::value)
                .findFirst();
    }

    static CaughtMail parse(long id, Instant receivedAt, String from, String to, byte[] bytes) {
        List<Line> headers = new ArrayList<>();
        String[] bodies = new String[2];
        String subject = "";
        try {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
            for (var lines = mail.getAllHeaders(); lines.hasMoreElements(); ) {
                Header header = lines.nextElement();
                headers.add(new Line(header.getName(), header.getValue().replaceAll("\\r?\\n\\s*", " ")));
            }
            subject = Optional.ofNullable(mail.getSubject()).orElse("");
            collect(mail, bodies);
        } catch (MessagingException | IOException e) {
            bodies[0] = "This mail cannot be read: " + e.getMessage();
        }
        return new CaughtMail(
                id,
                receivedAt,
                from,
                to,
                subject,
                headers,
                Optional.ofNullable(bodies[0]),
                Optional.ofNullable(bodies[1]),
                bytes.length);
    }

    private static void collect(Part part, String[] bodies) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i), bodies);
            }
        } else if (part.isMimeType("text/html") && bodies[1] == null) {
            bodies[1] = String.valueOf(part.getContent());
        } else if (part.isMimeType("text/plain") && bodies[0] == null) {
            bodies[0] = String.valueOf(part.getContent());
        }
    }
}
