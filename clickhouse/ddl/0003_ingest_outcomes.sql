-- What became of each record of topic events, per key and partition: additive deltas of the outcomes stored, duplicate,
-- rejected and other, written with the checkpoint that decided them and summed on read.
CREATE TABLE IF NOT EXISTS ingest_outcomes
(
    workspace LowCardinality(String),
    key_id    LowCardinality(String),
    import_id LowCardinality(String),
    topic     LowCardinality(String),
    partition UInt16,
    outcome   LowCardinality(String),
    n         UInt64
)
ENGINE = SummingMergeTree(n)
ORDER BY (workspace, key_id, import_id, topic, partition, outcome)
SETTINGS non_replicated_deduplication_window = 10000;
