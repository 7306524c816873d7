package io.millrace.delivery;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.campaign.Channel;
import io.millrace.delivery.call.Caller;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.consent.ClickHouseStandings;
import io.millrace.delivery.consent.PausedCampaigns;
import io.millrace.delivery.email.SmtpCarrier;
import io.millrace.delivery.email.SmtpUrl;
import io.millrace.delivery.endpoint.WebhookEndpoints;
import io.millrace.delivery.flow.Flow;
import io.millrace.delivery.http.ClickHouseMessages;
import io.millrace.delivery.http.DeliveryServer;
import io.millrace.delivery.link.MessageLinks;
import io.millrace.delivery.link.SigningKeys;
import io.millrace.delivery.link.Tokens;
import io.millrace.delivery.mailbox.MailCatcher;
import io.millrace.delivery.mailbox.Mailbox;
import io.millrace.delivery.onsite.OnsiteCarrier;
import io.millrace.delivery.outcome.MessageEvents;
import io.millrace.delivery.outcome.OutcomeLog;
import io.millrace.delivery.push.PushCarrier;
import io.millrace.delivery.push.Vapid;
import io.millrace.delivery.telegram.TelegramCarrier;
import io.millrace.delivery.webhook.WebhookCarrier;
import io.millrace.render.Renderer;
import io.millrace.streams.EventWriter;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.SettingsStore;
import io.millrace.streams.definition.TemplateStore;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivery as one part of a process: the channels, the links' server and, without a mail server, the local mailbox. */
public final class DeliveryService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryService.class);

    /** Events of openings and clicks that Kafka has not yet taken. */
    private static final long UNSETTLED_BYTES_MAX = 8L << 20;

    private final DeliveryServer server;
    private final boolean catchesMail;
    private final Deque<AutoCloseable> parts;

    private DeliveryService(DeliveryServer server, boolean catchesMail, Deque<AutoCloseable> parts) {
        this.server = server;
        this.catchesMail = catchesMail;
        this.parts = parts;
    }

    /** What delivery shares with the other services. */
    public record Stores(String kafka, ClickHouseEndpoint clickhouse, Definitions definitions, Access access) {}

    /** The consumer groups that read topic {@code sends}: what all of them have passed may be trimmed. */
    public static Set<String> groups() {
        return Flow.groups();
    }

    /** The consumer groups of webhook endpoints, which read topics {@code events} and {@code segment-changes}. */
    public static Set<String> endpointGroups() {
        return WebhookEndpoints.groups();
    }

    /** Listens, and begins to deliver. */
    public static DeliveryService start(DeliverySettings settings, Stores stores) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return start(settings, stores, parts);
        } catch (RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    private static DeliveryService start(DeliverySettings settings, Stores stores, Deque<AutoCloseable> parts) {
        Clock clock = Clock.systemUTC();
        SigningKeys keys = SigningKeys.open(stores.definitions());
        Tokens tokens = new Tokens(keys);
        SettingsStore workspaces = new SettingsStore(stores.definitions());
        ClickHouseClient clickhouse = own(parts, new ClickHouseClient(stores.clickhouse()));
        EventWriter writer = own(parts, EventWriter.open(stores.kafka(), UNSETTLED_BYTES_MAX));
        OutcomeLog log = own(parts, new OutcomeLog(stores.kafka()));
        MessageEvents events = new MessageEvents(writer);
        ClickHouseMessages messages = new ClickHouseMessages(clickhouse);
        Optional<MailCatcher> catcher = settings.smtp().isPresent()
                ? Optional.empty()
                : Optional.of(own(parts, MailCatcher.start(new Mailbox(clock))));
        DeliveryServer server = own(
                parts,
                DeliveryServer.start(
                        settings.host(),
                        settings.port(),
                        new DeliveryServer.Parts(
                                tokens,
                                events,
                                writer,
                                messages,
                                messages,
                                messages,
                                workspaces,
                                stores.access(),
                                catcher.map(MailCatcher::mailbox),
                                clock)));
        String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
        String publicUrl = settings.publicUrl().orElse("http://" + host + ":" + server.port());
        SmtpUrl smtp = settings.smtp().or(() -> catcher.map(MailCatcher::url)).orElseThrow();
        Flow.Shared shared = new Flow.Shared(
                stores.kafka(),
                log,
                events,
                new ClickHouseStandings(clickhouse),
                workspace -> workspaces.get(workspace).subscriptionGroups(),
                new PausedCampaigns(stores.definitions()),
                new Renderer(new TemplateStore(stores.definitions())),
                new MessageLinks(tokens, publicUrl),
                clock);
        Map<Channel, Carrier> carriers = new EnumMap<>(Channel.class);
        carriers.put(
                Channel.EMAIL,
                new SmtpCarrier(
                        smtp,
                        workspace ->
                                workspaces.get(workspace).defaultFromEmail().orElse(settings.mailFrom()),
                        clock));
        boolean allowPrivate = settings.allowPrivateHosts();
        carriers.put(Channel.WEBHOOK, new WebhookCarrier(Caller.start(allowPrivate), keys::webhookSecret, clock));
        carriers.put(
                Channel.PUSH,
                new PushCarrier(
                        Caller.start(allowPrivate), Vapid.open(stores.definitions(), settings.vapidSubject()), clock));
        // The Bot API's address is the operator's own.
        carriers.put(
                Channel.TELEGRAM,
                new TelegramCarrier(Caller.start(true), settings.telegramUrl(), settings.telegramToken()));
        carriers.put(Channel.ONSITE, new OnsiteCarrier(clickhouse, tokens));
        own(parts, Flow.start(shared, carriers, settings.paces()));
        own(
                parts,
                WebhookEndpoints.start(
                        settings.endpoints(),
                        stores.kafka(),
                        stores.definitions(),
                        clickhouse,
                        Caller.start(allowPrivate),
                        clock));
        return new DeliveryService(server, catcher.isPresent(), parts);
    }

    private static <T extends AutoCloseable> T own(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** Where links, pixels and the mailbox are. */
    public int port() {
        return server.port();
    }

    /** Whether mail goes to the local mailbox. */
    public boolean catchesMail() {
        return catchesMail;
    }

    /** Finishes what is being carried, within about twenty seconds. */
    @Override
    public void close() {
        close(parts);
    }

    private static void close(Deque<AutoCloseable> parts) {
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("A part of delivery did not stop cleanly", e);
            }
        }
    }
}
