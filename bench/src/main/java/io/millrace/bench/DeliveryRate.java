package io.millrace.bench;

import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.settings.Env;
import io.millrace.delivery.DeliveryService;
import io.millrace.delivery.DeliverySettings;
import io.millrace.delivery.mailbox.CaughtMail;
import io.millrace.delivery.mailbox.MailCatcher;
import io.millrace.delivery.mailbox.Mailbox;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.KafkaDefinitions;
import io.millrace.streams.definition.TemplateStore;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import io.millrace.streams.record.SendRecord.Recipient;
import io.millrace.streams.record.SendRecordCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Delivery by itself over a backlog of sends by email, to a mail server on loopback that keeps the newest mails in memory.
 * The baseline is the same server with bare SMTP clients.
 */
@Command(
        name = "delivery",
        description = "Sends per second from topic sends, each rendered from a template, to a local mail server.")
final class DeliveryRate implements Callable<Integer> {

    private static final Duration DEADLINE = Duration.ofMinutes(20);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Workspace WORKSPACE = new Workspace(
            AudienceLoad.WORKSPACE, "Bench", "bench", ZoneOffset.UTC, Instant.parse("2026-01-01T00:00:00Z"));
    private static final String TEMPLATE = "tmpl_bench";

    @Option(names = "--sends", defaultValue = "10000", description = "Sends of the measured run.")
    private int sends;

    @Option(names = "--warm-up", defaultValue = "2000", description = "Sends of a run before it.")
    private int warmUp;

    @Option(
            names = "--connections",
            defaultValue = "16",
            description = "Connections to the mail server, of delivery and of the baseline.")
    private int connections;

    @Override
    public Integer call() throws Exception {
        Mailbox mailbox = new Mailbox(Clock.systemUTC());
        try (OwnStores stores = OwnStores.start();
                MailCatcher catcher = MailCatcher.start(mailbox);
                KafkaDefinitions definitions = KafkaDefinitions.open(stores.kafka(), Map.of())) {
            DefinitionAccess access = new DefinitionAccess(definitions);
            access.create(WORKSPACE);
            new TemplateStore(definitions).create(WORKSPACE.id(), template());
            DeliverySettings settings = DeliverySettings.from(new Env(Map.of(
                    "MILLRACE_SMTP_URL",
                    "smtp://127.0.0.1:" + catcher.url().port() + "?starttls=never",
                    "MILLRACE_DELIVERY_EMAIL_CONCURRENCY",
                    Integer.toString(connections))));
            DeliveryService.Stores shared =
                    new DeliveryService.Stores(stores.kafka(), stores.clickhouse(), definitions, access);

            new BareSmtp(catcher.url().port(), connections).send(warmUp);
            deliver(stores, settings, shared, mailbox, "warm", warmUp);
            double bare = sends / Bench.seconds(new BareSmtp(catcher.url().port(), connections).send(sends));
            Bench.say("bare SMTP clients, %d connections: %,.0f mails/s", connections, bare);
            double rate = deliver(stores, settings, shared, mailbox, "send", sends);
            Bench.say("delivery: %,.0f sends/s, %.2f of the bare clients", rate, rate / bare);
            Bench.say(
                    "load average: %.1f on %d processors",
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    Runtime.getRuntime().availableProcessors());
        }
        return 0;
    }

    /** From the first mail to the last, without delivery's own start; fails if a send comes twice. */
    private static double deliver(
            OwnStores stores,
            DeliverySettings settings,
            DeliveryService.Stores shared,
            Mailbox mailbox,
            String prefix,
            int count)
            throws Exception {
        fill(stores, prefix, count);
        long before = caught(mailbox);
        try (DeliveryService delivery = DeliveryService.start(settings, shared)) {
            Bench.say("delivering %,d sends, links by port %d", count, delivery.port());
            await(mailbox, before + 1);
            long first = System.nanoTime();
            long already = caught(mailbox) - before;
            await(mailbox, before + count);
            double seconds = Bench.seconds(Duration.ofNanos(System.nanoTime() - first));
            // What came twice would come now, or have come already.
            TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
            if (caught(mailbox) != before + count) {
                throw new IOException(caught(mailbox) - before + " mails of " + count + " sends");
            }
            return (count - already) / seconds;
        }
    }

    private static void fill(OwnStores stores, String prefix, int count) {
        try (KafkaProducer<byte[], byte[]> producer = stores.producer()) {
            for (int i = 0; i < count; i++) {
                SendRecord send = send(prefix + "-" + i, i);
                producer.send(new ProducerRecord<>(Topics.SENDS, send.key(), SendRecordCodec.encode(send)));
            }
        }
    }

    private static SendRecord send(String id, int number) {
        Person person = new Person(Person.Kind.USER, People.user(number));
        return new SendRecord(
                WORKSPACE.id(),
                id,
                new Origin("cmp_bench", "Bench", 1, "hello", "run-" + id),
                new Message(Channel.EMAIL, TEMPLATE, null, null, null, null, false, null, true),
                new Recipient(
                        ContactId.of(WORKSPACE.id(), person),
                        person,
                        People.traits(number),
                        ZoneOffset.UTC,
                        Map.of(),
                        false),
                null,
                Instant.now(),
                "{\"product\":\"Product " + number % 1_000 + "\",\"price\":" + number % 10_000 / 100.0 + "}");
    }

    private static MessageTemplate template() {
        return new MessageTemplate(
                TEMPLATE,
                "Bench",
                Channel.EMAIL,
                Optional.of("{{ firstName }}, your cart is waiting"),
                Optional.of("<html><body><h1>Hello {{ contact.firstName | default: \"there\" }}</h1>"
                        + "<p>You left <b>{{ event.properties.product }}</b> for {{ event.properties.price }} EUR.</p>"
                        + "{% if plan == \"plan-1\" %}<p>With your plan it comes for free.</p>{% endif %}"
                        + "<p><a href=\"https://shop.example.com/cart?u={{ email }}\">To your cart</a></p>"
                        + "<p><a href=\"{{ unsubscribe_url }}\">Unsubscribe</a></p></body></html>"),
                Optional.empty(),
                Optional.empty(),
                WORKSPACE.createdAt(),
                WORKSPACE.createdAt());
    }

    /** Mails count up, whether they are kept or not. */
    private static long caught(Mailbox mailbox) {
        List<CaughtMail> newest = mailbox.newest();
        return newest.isEmpty() ? 0 : newest.get(0).id();
    }

    private static void await(Mailbox mailbox, long count) throws IOException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (caught(mailbox) < count) {
            if (System.nanoTime() > end) {
                throw new IOException("only " + caught(mailbox) + " of " + count + " mails were caught");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
