package io.millrace.bench.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Another way to store events: the table's own definition with some of its words replaced.
 *
 * @param important whether it is measured with all events
 * @param changes what is replaced by what, each in turn; what is to be replaced must be there
 * @param category how a statement finds the category among the properties
 */
record StorageVariant(String name, boolean important, List<Map.Entry<String, String>> changes, String category) {

    private static final String ORDER = "ORDER BY (workspace, event, timestamp)";
    private static final String PARTITION = "PARTITION BY toYYYYMM(received_at)";
    private static final String PROPERTIES = "`properties` Map(LowCardinality(String), String)";
    private static final String CONTEXT = "`context` Map(LowCardinality(String), String)";
    private static final String TEXT = "`text` String CODEC(ZSTD(3))";
    private static final String LAST_INDEX = "INDEX by_person person TYPE bloom_filter(0.01) GRANULARITY 1";
    private static final String SETTINGS = "SETTINGS ";

    private static final String IN_MAP = "properties['category']";

    StorageVariant {
        changes = List.copyOf(changes);
    }

    static List<StorageVariant> all() {
        List<StorageVariant> all = new ArrayList<>();
        all.add(important("as it is"));
        all.addAll(orders());
        all.addAll(partitions());
        all.addAll(codecs());
        all.addAll(properties());
        all.addAll(extras());
        return all;
    }

    private static List<StorageVariant> orders() {
        return List.of(
                important("order: workspace, event, person, timestamp", order("event, person, timestamp")),
                important("order: workspace, event, day, person", order("event, toDate(timestamp), person")),
                important("order: workspace, person, timestamp", order("person, timestamp")),
                important("order: workspace, timestamp", order("timestamp")));
    }

    private static List<StorageVariant> partitions() {
        return List.of(
                other("partitions: none", Map.entry(PARTITION, "")),
                other("partitions: month of the event", Map.entry(PARTITION, "PARTITION BY toYYYYMM(timestamp)")),
                other("partitions: day of arrival", Map.entry(PARTITION, "PARTITION BY toYYYYMMDD(received_at)")));
    }

    private static List<StorageVariant> codecs() {
        return List.of(
                other("codec of text: LZ4", Map.entry(TEXT, "`text` String CODEC(LZ4)")),
                other("codec of text: ZSTD(1)", Map.entry(TEXT, "`text` String CODEC(ZSTD(1))")),
                other("codec of text: ZSTD(6)", Map.entry(TEXT, "`text` String CODEC(ZSTD(6))")),
                other(
                        "codec of maps: ZSTD(1)",
                        Map.entry(PROPERTIES, PROPERTIES + " CODEC(ZSTD(1))"),
                        Map.entry(CONTEXT, CONTEXT + " CODEC(ZSTD(1))")),
                other(
                        "codec of times: Delta, ZSTD(1)",
                        Map.entry(
                                "`timestamp` DateTime64(3, 'UTC')",
                                "`timestamp` DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))"),
                        Map.entry(
                                "`received_at` DateTime64(3, 'UTC')",
                                "`received_at` DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))")),
                other(
                        "codec of ids: ZSTD(1)",
                        Map.entry("`user_id` String", "`user_id` String CODEC(ZSTD(1))"),
                        Map.entry("`anonymous_id` String", "`anonymous_id` String CODEC(ZSTD(1))"),
                        Map.entry("`message_id` String", "`message_id` String CODEC(ZSTD(1))")));
    }

    private static List<StorageVariant> properties() {
        return List.of(
                important(
                        "maps in 4 buckets",
                        Map.entry(
                                SETTINGS,
                                SETTINGS + "map_serialization_version = 'with_buckets',"
                                        + " map_serialization_version_for_zero_level_parts = 'basic',"
                                        + " map_buckets_strategy = 'constant', max_buckets_in_map = 4,"
                                        + " map_buckets_min_avg_size = 0, ")),
                new StorageVariant(
                        "properties as JSON",
                        true,
                        List.of(Map.entry(PROPERTIES, "`properties` JSON(max_dynamic_paths = 256)")),
                        "properties.category.:String"),
                new StorageVariant(
                        "a column for the category",
                        false,
                        List.of(Map.entry(
                                "`traits`",
                                "`category` LowCardinality(String) MATERIALIZED properties['category'], `traits`")),
                        "category"));
    }

    private static List<StorageVariant> extras() {
        List<Map.Entry<String, String>> withoutCampaigns = new ArrayList<>();
        for (String name : List.of("source", "medium", "name", "term", "content")) {
            withoutCampaigns.add(Map.entry(
                    "`campaign_" + name + "` LowCardinality(String) MATERIALIZED",
                    "`campaign_" + name + "` LowCardinality(String) ALIAS"));
        }
        return List.of(
                new StorageVariant("campaign columns worked out on reading", true, withoutCampaigns, IN_MAP),
                other(
                        "no indexes",
                        Map.entry(",\n    INDEX by_timestamp timestamp TYPE minmax GRANULARITY 1", ""),
                        Map.entry(",\n    " + LAST_INDEX, "")),
                other(
                        "projection: events by person",
                        Map.entry(
                                LAST_INDEX,
                                LAST_INDEX + ", PROJECTION by_contact (SELECT workspace, person, timestamp, event, type"
                                        + " ORDER BY (workspace, person, timestamp))")));
    }

    /** The statement that makes the table, out of the one that made table {@code events}. */
    String definition(String table, String events) {
        String definition = events.replaceFirst("CREATE TABLE \\S+", "CREATE TABLE " + table);
        for (Map.Entry<String, String> change : changes) {
            if (!definition.contains(change.getKey())) {
                throw new IllegalStateException(name + ": table events has no " + change.getKey());
            }
            definition = definition.replace(change.getKey(), change.getValue());
        }
        return definition;
    }

    @SafeVarargs
    private static StorageVariant important(String name, Map.Entry<String, String>... changes) {
        return new StorageVariant(name, true, List.of(changes), IN_MAP);
    }

    @SafeVarargs
    private static StorageVariant other(String name, Map.Entry<String, String>... changes) {
        return new StorageVariant(name, false, List.of(changes), IN_MAP);
    }

    private static Map.Entry<String, String> order(String columns) {
        return Map.entry(ORDER, "ORDER BY (workspace, " + columns + ")");
    }
}
