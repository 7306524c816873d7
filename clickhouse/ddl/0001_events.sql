-- Every accepted event, once. Rows are written by EventJob alone and never rewritten.
CREATE TABLE IF NOT EXISTS events
(
    -- The workspace's id; first in every key.
    workspace    LowCardinality(String),
    -- A track's name, 'page' or 'screen' for those calls, empty for identify, group and alias.
    event        LowCardinality(String),
    type         LowCardinality(String),
    -- When it happened, corrected by the client's own send time.
    timestamp    DateTime64(3, 'UTC'),
    -- The 80 bits of the contact id of the person the event names, before identities are resolved.
    person       UInt128,
    user_id      String,
    anonymous_id String,
    message_id   String,
    -- The arrival: append time, partition and offset of its record in topic events.
    received_at  DateTime64(3, 'UTC'),
    partition    UInt16,
    offset       UInt64,
    key_id       LowCardinality(String),
    import_id    LowCardinality(String),
    flags        Array(LowCardinality(String)),
    -- Scalars by path ('item.kind'), as text digit for digit; lists as JSON text; null and '' are absent.
    properties   Map(LowCardinality(String), String),
    context      Map(LowCardinality(String), String),
    traits       Map(LowCardinality(String), String),
    -- The event's own JSON text, which is what people get back.
    text         String CODEC(ZSTD(3)),
    -- The event list asks for the newest of all events, which the order below does not give.
    INDEX by_timestamp timestamp TYPE minmax GRANULARITY 1,
    -- One person's events.
    INDEX by_person person TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
-- By arrival: history of fifty years in one block is one part.
PARTITION BY toYYYYMM(received_at)
ORDER BY (workspace, event, timestamp)
SETTINGS non_replicated_deduplication_window = 10000;
