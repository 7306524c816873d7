-- Events that could not be used, whole and with the reason; never dropped silently.
CREATE TABLE IF NOT EXISTS rejected_events
(
    workspace   LowCardinality(String),
    received_at DateTime64(3, 'UTC'),
    -- The record it arrived in; one record may hold several rejected events.
    topic       LowCardinality(String),
    partition   UInt16,
    offset      UInt64,
    key_id      LowCardinality(String),
    import_id   LowCardinality(String),
    message_id  String,
    reason      LowCardinality(String),
    detail      String,
    -- The index in its batch, of an import its line.
    position    Int64,
    payload     String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (workspace, received_at, partition, offset)
SETTINGS non_replicated_deduplication_window = 10000;
