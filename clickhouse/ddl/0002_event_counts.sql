-- Windowed counts: additive deltas per minute of event time, summed on read. At every checkpoint they equal the stored
-- events; late counts what came after its window was closed.
CREATE TABLE IF NOT EXISTS event_counts
(
    workspace LowCardinality(String),
    event     LowCardinality(String),
    type      LowCardinality(String),
    minute    DateTime('UTC') CODEC(Delta, ZSTD),
    on_time   UInt64,
    late      UInt64
)
ENGINE = SummingMergeTree((on_time, late))
ORDER BY (workspace, event, type, minute)
SETTINGS non_replicated_deduplication_window = 10000;
