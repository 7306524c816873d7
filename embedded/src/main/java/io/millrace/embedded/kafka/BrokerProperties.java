package io.millrace.embedded.kafka;

import java.util.HashMap;
import java.util.Map;

/** The settings of a single broker that is its own controller and shares a small machine with everything else. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final int MIB = 1024 * 1024;
    private static final int TEN_YEARS_IN_MINUTES = 10 * 365 * 24 * 60;

    private BrokerProperties() {}

    static Map<String, Object> of(EmbeddedKafkaConfig config, BrokerPorts ports) {
        Map<String, Object> properties = new HashMap<>();
        properties.putAll(identity(config, ports));
        properties.putAll(size());
        properties.putAll(retention());
        if (config.fsync()) {
            properties.put("log.flush.interval.messages", "1");
        }
        return properties;
    }

    /** The voter is named by the settings of this start, not by the data: so its port may differ at each start. */
    private static Map<String, Object> identity(EmbeddedKafkaConfig config, BrokerPorts ports) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "log.dirs",
                config.dataDir().toString(),
                "listeners",
                "BROKER://" + ports.brokerAddress() + ",CONTROLLER://" + ports.controllerAddress(),
                "advertised.listeners",
                "BROKER://" + ports.brokerAddress(),
                "listener.security.protocol.map",
                "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "BROKER",
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "controller.quorum.voters",
                NODE_ID + "@" + ports.controllerAddress(),
                "auto.create.topics.enable",
                "false");
    }

    private static Map<String, Object> size() {
        Map<String, Object> size = new HashMap<>();
        size.put("num.network.threads", "2");
        size.put("num.io.threads", "4");
        size.put("background.threads", "2");
        size.put("num.recovery.threads.per.data.dir", "2");
        size.put("socket.request.max.bytes", Integer.toString(64 * MIB));
        size.put("queued.max.request.bytes", Integer.toString(64 * MIB));
        size.put("log.segment.bytes", Integer.toString(128 * MIB));
        // An index of a segment of 128 MiB needs less; the default reserves 10 MiB for each of two per partition.
        size.put("log.index.size.max.bytes", Integer.toString(MIB));
        size.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * MIB));
        size.put("log.cleaner.io.buffer.size", Integer.toString(MIB));
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            size.put(topic + ".replication.factor", "1");
            size.put(topic + ".num.partitions", "1");
            size.put(topic + ".segment.bytes", Integer.toString(16 * MIB));
        }
        size.put("transaction.state.log.min.isr", "1");
        size.put("share.coordinator.state.topic.min.isr", "1");
        size.put("group.initial.rebalance.delay.ms", "0");
        // The one broker renews its session with itself; after a kill the next start waits for the old one to end.
        size.put("broker.session.timeout.ms", "3000");
        size.put("broker.heartbeat.interval.ms", "500");
        size.put("metadata.max.idle.interval.ms", "5000");
        return size;
    }

    /** A machine that is off for weeks finds everything as it was. */
    private static Map<String, Object> retention() {
        return Map.of(
                "log.retention.ms",
                "-1",
                "log.retention.bytes",
                "-1",
                "offsets.retention.minutes",
                Integer.toString(TEN_YEARS_IN_MINUTES),
                "transactional.id.expiration.ms",
                Integer.toString(Integer.MAX_VALUE));
    }
}
