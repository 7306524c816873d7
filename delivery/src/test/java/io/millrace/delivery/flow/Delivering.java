package io.millrace.delivery.flow;

import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.consent.Standings;
import io.millrace.delivery.outcome.MessageEvents;
import io.millrace.delivery.outcome.OutcomeLog;
import io.millrace.render.Renderer;
import io.millrace.streams.EventWriter;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.TemplateStore;
import io.millrace.streams.record.SendRecord;
import io.millrace.testing.EmbeddedServices;
import io.millrace.testing.MemoryDefinitions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Delivery by given carriers, over the Kafka that tests share; contacts stand as sends say. */
final class Delivering implements AutoCloseable {

    static final Pace QUICK =
            new Pace(4, 4, 0, 3, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(200));

    private final Flow flow;
    private final OutcomeLog log;
    private final EventWriter writer;

    private Delivering(Flow flow, OutcomeLog log, EventWriter writer) {
        this.flow = flow;
        this.log = log;
        this.writer = writer;
    }

    static Delivering by(Map<Channel, Carrier> carriers) {
        return by(carriers, new MemoryDefinitions(), new AsGranted(), QUICK);
    }

    static Delivering by(Map<Channel, Carrier> carriers, Definitions definitions, Standings standings, Pace pace) {
        EventWriter writer = EventWriter.open(EmbeddedServices.kafka(), 8 << 20);
        OutcomeLog log = new OutcomeLog(EmbeddedServices.kafka());
        Flow.Shared shared = new Flow.Shared(
                EmbeddedServices.kafka(),
                log,
                new MessageEvents(writer),
                standings,
                workspace -> Map.of("news", GroupDefault.SUBSCRIBED),
                new io.millrace.delivery.consent.PausedCampaigns(definitions),
                new Renderer(new TemplateStore(definitions)),
                new NoLinks(),
                Clock.systemUTC());
        Map<Channel, Pace> paces =
                carriers.keySet().stream().collect(Collectors.toMap(Function.identity(), channel -> pace));
        return new Delivering(Flow.start(shared, carriers, paces), log, writer);
    }

    private static final class AsGranted implements Standings {
        @Override
        public Map<String, io.millrace.delivery.consent.Standing> of(java.util.List<SendRecord> sends) {
            return Map.of();
        }
    }

    private static final class NoLinks implements Links {
        @Override
        public Map<String, String> named(SendRecord send, Optional<String> group) {
            return Map.of("unsubscribe_url", "https://m.example/u/1");
        }

        @Override
        public Optional<String> oneClick(SendRecord send, Optional<String> group) {
            return send.message().transactional() ? Optional.empty() : Optional.of("https://m.example/u/1");
        }

        @Override
        public String tracked(SendRecord send, String html) {
            return html;
        }
    }

    @Override
    public void close() {
        flow.close();
        writer.close();
        log.close();
    }
}
