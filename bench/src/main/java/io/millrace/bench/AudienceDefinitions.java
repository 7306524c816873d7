package io.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignDefinition.Activation;
import io.millrace.core.definition.CampaignVersion;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.DefinitionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Segments that have their past, and campaigns that are active, as records of topic {@code definitions}. */
final class AudienceDefinitions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final KafkaProducer<byte[], byte[]> producer;

    AudienceDefinitions(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    void segments(int count) throws Exception {
        List<String> rules = AudienceLoad.rules(count);
        for (int i = 0; i < count; i++) {
            String id = AudienceLoad.segment(i);
            long version = define(
                    Kind.SEGMENT,
                    id,
                    "{\"id\":\"%s\",\"name\":\"%s\",\"type\":\"dynamic\",\"rules\":%s,".formatted(id, id, rules.get(i))
                            + "\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"2026-01-01T00:00:00Z\"}");
            define(Kind.BACKFILL, id, "{\"version\":%d,\"state\":\"done\",\"progress\":1}".formatted(version));
        }
    }

    void campaign(String id, CampaignMix.Plan plan) throws Exception {
        CampaignVersion version = new CampaignVersion(id, 1, JSON.readTree(plan.content()), CREATED);
        define(Kind.CAMPAIGN_VERSION, version.id(), version.write());
        CampaignDefinition campaign = new CampaignDefinition(
                id,
                plan.name(),
                "",
                CampaignStatus.ACTIVE,
                1,
                new Activation(1, false, List.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CREATED,
                CREATED);
        define(Kind.CAMPAIGN, id, campaign.write());
    }

    private long define(Kind kind, String id, String body) throws Exception {
        return producer.send(new ProducerRecord<>(
                        Topics.DEFINITIONS,
                        DefinitionRecord.key(new Definition.Key(kind, AudienceLoad.WORKSPACE, id)),
                        DefinitionRecord.live(body)))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }
}
