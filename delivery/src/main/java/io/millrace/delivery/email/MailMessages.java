package io.millrace.delivery.email;

import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.Parcel;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.StreamProvider;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;

/** Puts a message into the form of a mail: text and HTML, the headers that a mailbox asks of mass mail. */
final class MailMessages {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Session session;
    private final Clock clock;

    MailMessages(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
        nameStreamProvider(session);
    }

    /**
     * The library looks its streams' provider up in all jars again for every part of a mail, which took half of the time
     * of delivery, unless a system property names it.
     */
    private static void nameStreamProvider(Session session) {
        String property = StreamProvider.class.getName();
        if (System.getProperty(property) == null) {
            System.setProperty(property, session.getStreamProvider().getClass().getName());
        }
    }

    MimeMessage of(Parcel parcel, InternetAddress from, InternetAddress to)
            throws MessagingException, CarrierException {
        requireOneLine("subject", parcel.subject());
        // The library would make up an id of its own as it saves.
        MimeMessage mail = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId(parcel, from));
            }
        };
        mail.setFrom(from);
        mail.setRecipient(Message.RecipientType.TO, to);
        mail.setSubject(parcel.subject(), UTF_8);
        mail.setSentDate(Date.from(clock.instant()));
        mail.setHeader("X-Millrace-Send", parcel.send().sendId());
        if (!parcel.send().origin().campaign().isEmpty()) {
            mail.setHeader(
                    "Feedback-ID",
                    parcel.send().origin().campaign() + ":" + parcel.send().workspace());
        }
        if (parcel.unsubscribe().isPresent()) {
            requireOneLine("unsubscribe link", parcel.unsubscribe().get());
            mail.setHeader("List-Unsubscribe", "<" + parcel.unsubscribe().get() + ">");
            // RFC 8058: a POST of this to the link above is enough.
            mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(parcel.text(), "plain"));
        if (parcel.html().isPresent()) {
            parts.addBodyPart(part(parcel.html().get(), "html"));
        }
        mail.setContent(parts);
        mail.saveChanges();
        return mail;
    }

    /** The same for every attempt: by it a mailbox knows a repeat. */
    private static String messageId(Parcel parcel, InternetAddress from) {
        return "<" + parcel.send().sendId() + "@"
                + from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1) + ">";
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    /**
     * One mailbox, strictly: nothing that would be two recipients or another header.
     *
     * @throws AddressException if it is none
     */
    static InternetAddress address(String text) throws AddressException {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new AddressException("has a control character");
        }
        InternetAddress[] addresses = InternetAddress.parse(text, true);
        if (addresses.length != 1 || addresses[0].isGroup()) {
            throw new AddressException("is not one address");
        }
        InternetAddress address = addresses[0];
        address.validate();
        if (address.getAddress().indexOf('@') < 1) {
            throw new AddressException("has no domain");
        }
        return address;
    }

    private static void requireOneLine(String what, String text) throws CarrierException {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw CarrierException.permanent("invalid_header", "the " + what + " has a control character");
        }
    }
}
