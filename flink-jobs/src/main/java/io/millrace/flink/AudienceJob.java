package io.millrace.flink;

import io.millrace.flink.audience.AudienceSources;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.campaign.CampaignProjection;
import io.millrace.flink.audience.campaign.GatePipeline;
import io.millrace.flink.audience.contact.AudienceTables;
import io.millrace.flink.audience.contact.ContactPipeline;
import io.millrace.flink.audience.identity.IdentityPipeline;
import io.millrace.flink.purge.PurgeFilter;
import io.millrace.flink.sink.BlockInserter;
import io.millrace.flink.sink.ClickHouseSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topology that knows contacts: whose each record of topic {@code events} is, what the contact's profile and segments
 * are after it and when they change by time alone, and how it runs through campaigns. Transitions go to topic
 * {@code segment-changes}, messages to topic {@code sends}, and all with profiles and identities into the tables of
 * {@link AudienceTables}; each exactly once.
 */
public final class AudienceJob {

    public static final String NAME = "audience-job";

    /** Offsets are committed under this group with each checkpoint. */
    public static final String GROUP = AudienceSources.GROUP;

    private AudienceJob() {}

    /** The environment must have been made with the settings that {@link FlinkSettings} gives. */
    public static void build(StreamExecutionEnvironment env, AudienceJobConfig config) {
        build(env, config, PurgeFilter.before(BlockInserter.into(config.clickhouse()), config.clickhouse()));
    }

    static void build(StreamExecutionEnvironment env, AudienceJobConfig config, BlockInserter.Factory inserter) {
        AudienceSources sources = new AudienceSources(env, config.kafkaBootstrap());
        DataStream<GateNote> gates = ContactPipeline.build(
                sources,
                IdentityPipeline.build(sources, config.dedupe()),
                CampaignProjection::new,
                new ClickHouseSink(
                        AudienceTables.targets(),
                        inserter,
                        config.blocks(),
                        config.spill(),
                        config.retainedCheckpoints(),
                        "audience-clickhouse"));
        ContactPipeline.send(sources, GatePipeline.grants(gates));
    }
}
