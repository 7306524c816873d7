package io.millrace.flink.audience.campaign;

import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.Outgoing;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From what gates are told to the grants that they give. */
public final class GatePipeline {

    private GatePipeline() {}

    /**
     * One task: gates have little to do, and what they do waits for Kafka's next commit anyway.
     *
     * @return records for topic {@code contact-moves}
     */
    public static SingleOutputStreamOperator<Outgoing> grants(DataStream<GateNote> told) {
        return told.keyBy(GateNote::key, Types.TUPLE(Types.STRING, Types.STRING))
                .process(new GateFunction())
                .returns(Types.POJO(Outgoing.class))
                .name("gates")
                .uid("gates")
                .setParallelism(1);
    }
}
