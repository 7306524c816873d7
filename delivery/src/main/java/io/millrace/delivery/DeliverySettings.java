package io.millrace.delivery;

import io.millrace.core.campaign.Channel;
import io.millrace.core.settings.Env;
import io.millrace.delivery.email.SmtpUrl;
import io.millrace.delivery.endpoint.EndpointSettings;
import io.millrace.delivery.flow.Pace;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set about delivery. Its text shows no secrets.
 *
 * @param port of pixels, links, the unsubscribe page and the mailbox; 0 for a free one
 * @param publicUrl by which mailboxes and browsers reach that port, without a slash at its end; empty: by its own address
 * @param smtp the mail server; empty catches all mail in the local mailbox
 * @param mailFrom the sender of workspaces that have set none
 * @param allowPrivateHosts whether webhooks and push services may be on private addresses
 * @param telegramUrl of the Bot API
 * @param telegramToken of the bot; without one, messages by Telegram fail
 * @param vapidSubject who push services may ask about messages
 * @param paces how each channel is driven
 * @param endpoints how webhook endpoints are driven
 */
public record DeliverySettings(
        String host,
        int port,
        Optional<String> publicUrl,
        Optional<SmtpUrl> smtp,
        String mailFrom,
        boolean allowPrivateHosts,
        URI telegramUrl,
        Optional<String> telegramToken,
        String vapidSubject,
        Map<Channel, Pace> paces,
        EndpointSettings endpoints) {

    private static final int CONCURRENCY_MAX = 256;
    private static final Map<Channel, Integer> CONCURRENCY =
            Map.of(Channel.EMAIL, 16, Channel.WEBHOOK, 32, Channel.PUSH, 32, Channel.TELEGRAM, 8, Channel.ONSITE, 8);

    /** The Bot API takes about 30 messages a second. */
    private static final Map<Channel, Integer> PER_SECOND = Map.of(Channel.TELEGRAM, 25);

    public DeliverySettings {
        paces = Map.copyOf(paces);
    }

    /** @throws IllegalArgumentException if one cannot be used; the message names it and shows no secret */
    public static DeliverySettings from(Env env) {
        Map<Channel, Pace> paces = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            paces.put(channel, pace(env, channel));
        }
        return new DeliverySettings(
                env.text("MILLRACE_HOST", "127.0.0.1"),
                env.port("MILLRACE_DELIVERY_PORT", 0),
                env.text("MILLRACE_PUBLIC_URL").map(DeliverySettings::publicUrl),
                env.text("MILLRACE_SMTP_URL").map(DeliverySettings::smtpUrl),
                env.text("MILLRACE_MAIL_FROM", "millrace@localhost"),
                env.flag("MILLRACE_WEBHOOK_ALLOW_PRIVATE", false),
                URI.create(env.text("MILLRACE_TELEGRAM_URL", "https://api.telegram.org")),
                env.text("MILLRACE_TELEGRAM_TOKEN"),
                env.text("MILLRACE_VAPID_SUBJECT", "mailto:millrace@localhost"),
                paces,
                EndpointSettings.from(env));
    }

    public DeliverySettings withPort(int other) {
        return new DeliverySettings(
                host,
                other,
                publicUrl,
                smtp,
                mailFrom,
                allowPrivateHosts,
                telegramUrl,
                telegramToken,
                vapidSubject,
                paces,
                endpoints);
    }

    private static Pace pace(Env env, Channel channel) {
        String prefix = "MILLRACE_DELIVERY_" + channel.name();
        int concurrency =
                env.integer(prefix + "_CONCURRENCY", CONCURRENCY.getOrDefault(channel, 8), 1, CONCURRENCY_MAX);
        boolean oneTarget = channel != Channel.WEBHOOK && channel != Channel.PUSH;
        return new Pace(
                concurrency,
                oneTarget ? concurrency : Math.max(1, concurrency / 4),
                env.integer(prefix + "_PER_SECOND", PER_SECOND.getOrDefault(channel, 0), 0, 1_000_000),
                env.integer("MILLRACE_DELIVERY_ATTEMPTS", 8, 1, 100),
                env.millis(
                        "MILLRACE_DELIVERY_RETRY_MS", Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofHours(1)),
                env.millis(
                        "MILLRACE_DELIVERY_RETRY_MAX_MS",
                        Duration.ofMinutes(10),
                        Duration.ofMillis(2),
                        Duration.ofHours(24)),
                env.millis(
                        "MILLRACE_DELIVERY_DOWN_MS",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(1),
                        Duration.ofHours(1)));
    }

    private static String publicUrl(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw new IllegalArgumentException("MILLRACE_PUBLIC_URL: found \"" + text + "\", expected http(s)://host");
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static SmtpUrl smtpUrl(String text) {
        try {
            return SmtpUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("MILLRACE_SMTP_URL: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "delivery on " + host + ":" + port + ", mail by "
                + smtp.map(SmtpUrl::toString).orElse("the local mailbox");
    }
}
