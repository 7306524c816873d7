package io.millrace.delivery.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.millrace.delivery.http.Happenings.NotStoredException;
import io.millrace.delivery.link.Tokens;
import io.millrace.delivery.mailbox.Mailbox;
import io.millrace.delivery.outcome.MessageEvents;
import io.millrace.streams.EventWriter;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.SettingsStore;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves the links of messages, the reports of mail providers, on-site messages and the local mailbox. */
public final class DeliveryServer implements AutoCloseable {

    private static final int THREADS_MAX = 24;
    private static final long BODY_BYTES_MAX = 256 * 1024;

    private final Javalin javalin;

    private DeliveryServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * What the routes need.
     *
     * @param mailbox empty where mail goes to a mail server
     */
    public record Parts(
            Tokens tokens,
            MessageEvents events,
            EventWriter writer,
            Contacts contacts,
            SentMessages sent,
            OnsiteMessages onsite,
            SettingsStore settings,
            Access access,
            Optional<Mailbox> mailbox,
            Clock clock) {}

    /** Listens; the port is free if 0 is asked for. */
    public static DeliveryServer start(String host, int port, Parts parts) {
        Happenings happenings = new Happenings(parts.events(), parts.writer(), parts.clock());
        TrackingRoutes tracking = new TrackingRoutes(parts.tokens(), happenings);
        PreferenceRoutes preferences =
                new PreferenceRoutes(parts.tokens(), happenings, parts.contacts(), parts.settings());
        Keys keys = new Keys(parts.access(), parts.clock());
        FeedbackRoute feedback = new FeedbackRoute(keys, parts.sent(), happenings);
        OnsiteRoute onsite = new OnsiteRoute(keys, parts.contacts(), parts.onsite(), parts.tokens(), happenings);
        Javalin javalin = Javalin.create(config -> {
            configure(config, host, port);
            config.routes.addHttpHandler(HandlerType.GET, "/o/{token}", tracking::open);
            config.routes.addHttpHandler(HandlerType.GET, "/c/{token}", tracking::click);
            config.routes.addHttpHandler(HandlerType.GET, "/u/{token}", preferences::ask);
            config.routes.addHttpHandler(HandlerType.POST, "/u/{token}", preferences::leave);
            config.routes.addHttpHandler(HandlerType.GET, "/preferences/{token}", preferences::show);
            config.routes.addHttpHandler(HandlerType.POST, "/preferences/{token}", preferences::choose);
            config.routes.addHttpHandler(HandlerType.PUT, "/preferences/{token}", preferences::choose);
            config.routes.addHttpHandler(HandlerType.POST, "/v1/messages/feedback", feedback::report);
            config.routes.addHttpHandler(HandlerType.GET, "/v1/onsite", onsite::fetch);
            config.routes.addHttpHandler(
                    HandlerType.GET, "/health", context -> context.json(java.util.Map.of("status", "ok")));
            parts.mailbox().ifPresent(mailbox -> new MailboxRoutes(mailbox).add(config));
            config.routes.exception(NotStoredException.class, (e, context) -> Refusals.later(context));
            config.routes.exception(Refusals.RefusedException.class, Refusals::answer);
        });
        javalin.start();
        return new DeliveryServer(javalin);
    }

    private static void configure(JavalinConfig config, String host, int port) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = BODY_BYTES_MAX;
        config.jetty.host = host;
        config.jetty.port = port;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 2);
        threads.setName("delivery-http");
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
