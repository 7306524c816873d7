-- What webhook endpoints were told: a row for each step of a delivery, its scheduling and every attempt. A projection of
-- topic webhooks.deliveries, written by delivery; a step that is written again is the same row.
CREATE TABLE IF NOT EXISTS webhook_log
(
    workspace   LowCardinality(String),
    endpoint    String,
    -- When the delivery was first scheduled, epoch milliseconds: its place in the list.
    created_ms  Int64,
    delivery    String,
    -- Counts a delivery's steps; 0 is its scheduling, and the only one that surely has the body.
    number      UInt32,
    -- Of a test or a replay: by which it was asked for.
    request     String,
    event       LowCardinality(String),
    -- Whom the body is about, the 80 bits of the contact's id; 0 where there is none, or no body.
    contact     UInt128,
    -- pending, delivered, failed.
    status      LowCardinality(String),
    -- Attempts within the round that this step belongs to; 0 as it is scheduled.
    attempt     UInt8,
    http_status UInt16,
    error       String,
    duration_ms UInt32,
    at_ms       Int64,
    -- When the next attempt is due; 0 if there is none.
    next_ms     Int64,
    body        String CODEC(ZSTD(3)),
    -- Of the topic: where a replay has to go.
    partition   UInt16,
    stored_at   DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace, endpoint, created_ms, delivery, number)
TTL stored_at + INTERVAL 30 DAY
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;
