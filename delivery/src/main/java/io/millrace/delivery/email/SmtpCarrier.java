package io.millrace.delivery.email;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.Parcel;
import io.millrace.delivery.channel.Receipt;
import io.millrace.streams.record.SendRecord;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/**
 * Hands mails to a mail server. Accepted by the server counts as delivered; what comes back later is a bounce. Connections
 * are kept and used again.
 */
public final class SmtpCarrier implements Carrier {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SmtpUrl url;
    private final SmtpConnections connections;
    private final MailMessages messages;
    private final Function<String, String> from;

    /** @param from the sender's address of a workspace */
    public SmtpCarrier(SmtpUrl url, Function<String, String> from, Clock clock) {
        this(url, from, clock, Optional.empty());
    }

    SmtpCarrier(SmtpUrl url, Function<String, String> from, Clock clock, Optional<SSLSocketFactory> trust) {
        this.url = url;
        this.connections = new SmtpConnections(url, trust);
        this.messages = new MailMessages(connections.session(), clock);
        this.from = from;
    }

    @Override
    public String target(SendRecord send) {
        return url.host();
    }

    @Override
    public Receipt carry(Parcel parcel) throws CarrierException {
        InternetAddress to = recipient(parcel);
        MimeMessage mail;
        try {
            mail = messages.of(parcel, sender(parcel), to);
        } catch (MessagingException e) {
            throw CarrierException.permanent("invalid_message", String.valueOf(e.getMessage()));
        }
        Transport transport = null;
        try {
            transport = connections.take();
            transport.sendMessage(mail, new Address[] {to});
            connections.giveBack(transport);
            return Receipt.DELIVERED;
        } catch (MessagingException e) {
            connections.drop(transport);
            throw SmtpFaults.of(e, url);
        }
    }

    private InternetAddress sender(Parcel parcel) throws CarrierException {
        String sender = from.apply(parcel.send().workspace());
        try {
            return MailMessages.address(sender);
        } catch (AddressException e) {
            throw CarrierException.permanent("invalid_sender", "the sender's address " + e.getMessage());
        }
    }

    private static InternetAddress recipient(Parcel parcel) throws CarrierException {
        String test = parcel.send().testTo();
        String address = test == null ? email(parcel) : test;
        if (address.isBlank()) {
            throw CarrierException.noAddress("the contact has no trait email");
        }
        try {
            return MailMessages.address(address.strip());
        } catch (AddressException e) {
            throw CarrierException.permanent("invalid_address", "the address " + e.getMessage());
        }
    }

    private static String email(Parcel parcel) throws CarrierException {
        try {
            return JSON.readTree(parcel.send().recipient().traits())
                    .path("email")
                    .asText("");
        } catch (JsonProcessingException e) {
            throw CarrierException.permanent("invalid_message", "the contact's traits are no JSON");
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
