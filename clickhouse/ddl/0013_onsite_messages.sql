-- Messages that wait for a contact's next visit to the site. Written by delivery, under the send's id; the same send again is
-- the same row.
CREATE TABLE IF NOT EXISTS onsite_messages
(
    workspace   LowCardinality(String),
    -- The 80 bits of the contact's id.
    contact     UInt128,
    send_id     String,
    campaign_id String,
    subject     String,
    html        String CODEC(ZSTD(3)),
    text        String CODEC(ZSTD(3)),
    -- The signed token by which the page says that the message was seen.
    opened      String,
    -- When it was granted, epoch milliseconds.
    at_ms       Int64,
    stored_at   DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace, contact, send_id)
TTL stored_at + INTERVAL 90 DAY
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;
