package io.millrace.query.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.Timestamps;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of a workspace's events, per key: accepted are the records that the job has passed, stored and rejected
 * are counted in their tables, duplicates are what the job decided. Once nothing is left to pass, accepted = stored +
 * duplicate + rejected. How far the job is behind is shown per partition, over all workspaces, since partitions are
 * shared. With {@code until} only what arrived before that instant counts as left: under continuous load this comes to
 * an end, and it shows no more of other workspaces than the rest does.
 */
public final class AccountingHandler implements RouteHandler {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final Optional<TopicEnds> topics;

    /** @param bounds the settings that bound each statement in time and memory */
    public AccountingHandler(ClickHouseClient client, Map<String, String> bounds, Optional<TopicEnds> topics) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.topics = topics;
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("import", "until"), faults);
        OptionalLong until = until(call, faults);
        faults.throwIfAny();
        // The ends first: what arrives while the tables are counted must not look as if it had been passed by.
        Map<TopicPartition, Long> ends = topics.map(
                        kafka -> until.isPresent() ? kafka.endsBefore(until.getAsLong()) : kafka.ends())
                .orElse(Map.of());
        ArrayNode partitions = partitions(ends);
        Map<String, Counts> keys = counts(call);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        long behind = 0;
        for (JsonNode partition : partitions) {
            behind += partition.path("behind").asLong();
        }
        answer.put("as_of", Timestamps.format(until.orElse(call.at().toEpochMilli())));
        if (topics.isPresent()) {
            answer.put("caught_up", behind == 0);
            answer.put("behind", behind);
        }
        Counts total = new Counts();
        ArrayNode shown = answer.putArray("keys");
        keys.forEach((key, counts) -> {
            counts.write(shown.addObject().put("key_id", key));
            total.add(counts);
        });
        total.write(answer.putObject("total"));
        answer.set("partitions", partitions);
        return Reply.json(200, answer);
    }

    private static OptionalLong until(Call call, Faults faults) {
        Optional<String> text = call.parameter("until");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong until = Timestamps.parse(text.get());
        if (until.isEmpty()) {
            faults.invalid("until", TextNode.valueOf(text.get()), "a time such as 2026-03-01T12:00:00Z");
        }
        return until;
    }

    private Map<String, Counts> counts(Call call) {
        SqlValues values = new SqlValues();
        String condition = "workspace = " + values.text(call.ownWorkspace().id());
        Optional<String> imported = call.parameter("import");
        if (imported.isPresent()) {
            condition += " AND import_id = " + values.text(imported.get());
        }
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT key_id, 'accepted' AS what, sum(n) AS n FROM ingest_outcomes
                        WHERE %1$s AND outcome IN ('stored', 'duplicate', 'rejected') GROUP BY key_id
                        UNION ALL
                        SELECT key_id, 'duplicate' AS what, sum(n) AS n FROM ingest_outcomes
                        WHERE %1$s AND outcome = 'duplicate' GROUP BY key_id
                        UNION ALL
                        SELECT key_id, 'stored' AS what, count() AS n FROM events WHERE %1$s GROUP BY key_id
                        UNION ALL
                        SELECT key_id, 'rejected' AS what, count() AS n FROM rejected_events WHERE %1$s GROUP BY key_id
                        """
                                .formatted(condition)),
                bounds);
        Map<String, Counts> keys = new TreeMap<>();
        for (JsonNode row : rows) {
            keys.computeIfAbsent(row.path("key_id").asText(), unused -> new Counts())
                    .set(row.path("what").asText(), row.path("n").asLong());
        }
        return keys;
    }

    private ArrayNode partitions(Map<TopicPartition, Long> ends) {
        ArrayNode partitions = JsonNodeFactory.instance.arrayNode();
        if (ends.isEmpty()) {
            return partitions;
        }
        Map<TopicPartition, Long> passed = new TreeMap<>(AccountingHandler::compare);
        ends.keySet().forEach(partition -> passed.put(partition, 0L));
        for (JsonNode row : client.rows(
                new SqlValues()
                        .sql(
                                """
                                SELECT topic, partition, sum(n) AS n
                                FROM ingest_outcomes
                                GROUP BY topic, partition
                                """),
                bounds)) {
            TopicPartition partition = new TopicPartition(
                    row.path("topic").asText(), row.path("partition").asInt());
            passed.computeIfPresent(partition, (unused, before) -> row.path("n").asLong());
        }
        Map<TopicPartition, Long> behind =
                topics.map(kafka -> kafka.behind(passed, ends)).orElse(Map.of());
        passed.forEach((partition, records) -> partitions
                .addObject()
                .put("topic", partition.topic())
                .put("partition", partition.partition())
                .put("behind", behind.getOrDefault(partition, 0L)));
        return partitions;
    }

    private static int compare(TopicPartition one, TopicPartition other) {
        int byTopic = one.topic().compareTo(other.topic());
        return byTopic != 0 ? byTopic : Integer.compare(one.partition(), other.partition());
    }

    /** The numbers of one key. */
    private static final class Counts {
        private long accepted;
        private long stored;
        private long duplicate;
        private long rejected;

        void set(String what, long n) {
            switch (what) {
                case "accepted" -> accepted = n;
                case "stored" -> stored = n;
                case "duplicate" -> duplicate = n;
                default -> rejected = n;
            }
        }

        void add(Counts other) {
            accepted += other.accepted;
            stored += other.stored;
            duplicate += other.duplicate;
            rejected += other.rejected;
        }

        void write(ObjectNode node) {
            node.put("accepted", accepted);
            node.put("stored", stored);
            node.put("duplicate", duplicate);
            node.put("rejected", rejected);
        }
    }
}
