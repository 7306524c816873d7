-- Contacts whose rows are removed, and are removed again should a replay bring them back. A row names nobody: numbers
-- are hashes.
CREATE TABLE IF NOT EXISTS purges
(
    workspace    LowCardinality(String),
    -- The contact that was deleted.
    contact      UInt128,
    -- asked, marked or done.
    state        LowCardinality(String),
    requested_at DateTime64(3, 'UTC'),
    -- It and all that were merged into it.
    contacts     Array(UInt128),
    -- Whose arrivals were its own, each from a millisecond on and before another: three arrays of one length.
    persons      Array(UInt128),
    from_ms      Array(Int64),
    until_ms     Array(Int64),
    version      UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace, contact)
SETTINGS non_replicated_deduplication_window = 10000;
