-- Campaigns tried over stored history, written by the query service; the newest row counts.
CREATE TABLE IF NOT EXISTS backtests
(
    workspace        LowCardinality(String),
    backtest_id      String,
    campaign         String,
    campaign_version UInt64,
    -- The range, both ends in it, in epoch milliseconds.
    from_ms          Int64,
    to_ms            Int64,
    enroll_existing  UInt8,
    -- running, completed, failed with a reason, or cancelled.
    state            LowCardinality(String),
    error            String,
    progress         Float64,
    -- What is answered, as JSON text; empty until it is there.
    result           String CODEC(ZSTD(3)),
    started_at       DateTime64(3, 'UTC'),
    updated_at       DateTime64(3, 'UTC'),
    row_version      UInt64
)
ENGINE = ReplacingMergeTree(row_version)
ORDER BY (workspace, backtest_id)
SETTINGS non_replicated_deduplication_window = 10000;
