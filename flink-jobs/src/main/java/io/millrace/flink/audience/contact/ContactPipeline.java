package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.AudienceSources;
import io.millrace.flink.audience.DefinitionArrival;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.Routed;
import io.millrace.flink.sink.ClickHouseSink;
import io.millrace.flink.sink.EncodedRow;
import io.millrace.streams.Topics;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From what contacts are told to rows and records: the contact stage with the topics that it reads besides, and its two
 * sinks, both exactly once.
 */
public final class ContactPipeline {

    /** Of the ids under which this job's transactions are known to Kafka; no other job may use it. */
    public static final String TRANSACTIONS = "millrace-audience-job";

    /** The same of what gates grant, which has a sink of its own: joined with the other it would cost each transition a hop. */
    public static final String GATE_TRANSACTIONS = "millrace-audience-gates";

    /**
     * How long a transaction may stay open: longer than a checkpoint that waits for ClickHouse and a restart take, and
     * below the 15 minutes that a broker allows by default. What is open as a job dies blocks readers of committed records
     * for as long, unless the job comes back.
     */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(14);

    private ContactPipeline() {}

    /**
     * @param routed what contacts are told, with the engine's time as its watermark
     * @param campaigns what becomes of what runs do
     * @param clickhouse with {@link AudienceTables#targets()}
     * @return what the gates of campaigns are told
     */
    public static DataStream<GateNote> build(
            AudienceSources sources,
            DataStream<Routed> routed,
            CampaignEffects.Factory campaigns,
            ClickHouseSink clickhouse) {
        DataStream<DefinitionArrival> definitions = sources.timed(Topics.DEFINITIONS, 1, new DefinitionArrivalReader());
        DataStream<Routed> moves = sources.timeless(Topics.CONTACT_MOVES, Topics.EVENTS_PARTITIONS, new MoveReader());
        SingleOutputStreamOperator<EncodedRow> rows = contacts(routed.union(moves), definitions, campaigns);
        rows.sinkTo(clickhouse).name("clickhouse").uid("audience-clickhouse");
        rows.getSideOutput(ContactFunction.RECORDS)
                .sinkTo(kafka(sources.kafkaBootstrap(), TRANSACTIONS))
                .name("kafka")
                .uid("audience-kafka");
        return rows.getSideOutput(ContactFunction.GATE);
    }

    /** Grants of gates on their way to contacts, exactly once. */
    public static void send(AudienceSources sources, SingleOutputStreamOperator<Outgoing> grants) {
        grants.sinkTo(kafka(sources.kafkaBootstrap(), GATE_TRANSACTIONS))
                .name("kafka-gates")
                .uid("audience-gates-kafka")
                .setParallelism(grants.getParallelism());
    }

    static SingleOutputStreamOperator<EncodedRow> contacts(
            DataStream<Routed> told, DataStream<DefinitionArrival> definitions, CampaignEffects.Factory campaigns) {
        return told.keyBy(Routed::key, Types.TUPLE(Types.LONG, Types.LONG))
                .connect(definitions.broadcast())
                .transform("contacts", Types.POJO(EncodedRow.class), new ContactFunction(campaigns))
                .uid("contacts");
    }

    /** Pooled ids: a new one for each checkpoint would stay with the broker for a week. */
    private static KafkaSink<Outgoing> kafka(String bootstrap, String transactions) {
        return KafkaSink.<Outgoing>builder()
                .setBootstrapServers(bootstrap)
                .setRecordSerializer(new OutgoingSerializer())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(transactions)
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setProperty("transaction.timeout.ms", Long.toString(TRANSACTION_TIMEOUT.toMillis()))
                // A reader of what is not committed yet sees a transition as soon as it is sent.
                .setProperty("linger.ms", "5")
                .setProperty("max.request.size", Integer.toString(Topics.RECORD_BYTES_MAX))
                .build();
    }
}
