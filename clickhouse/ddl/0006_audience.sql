-- What AudienceJob projects. Every table is written by it alone, exactly once; a row's version is the arrival that made it
-- (epoch milliseconds times 4096 plus a counter within the instant), so of two rows the later wins.

-- Contacts as they stand. A contact is found by its own id, which holds its generation.
CREATE TABLE IF NOT EXISTS contacts
(
    workspace     LowCardinality(String),
    -- The 80 bits of the contact's id.
    contact       UInt128,
    -- The person whose key holds the contact's state: the external id, else the anonymous id, and its generation.
    external_id   String,
    anonymous_id  String,
    generation    UInt32,
    email         String,
    -- JSON texts: objects as people get them back.
    traits        String CODEC(ZSTD(3)),
    tags          Array(String),
    scores        Map(LowCardinality(String), Float64),
    -- 'subscribed' or 'unsubscribed' by group, of explicit choices; the empty group is the choice for all others.
    subscriptions Map(LowCardinality(String), LowCardinality(String)),
    -- Segments it is in now, hand-kept ones too.
    segments      Array(LowCardinality(String)),
    created_at    DateTime64(3, 'UTC'),
    updated_at    DateTime64(3, 'UTC'),
    -- 1 when deleted or merged away; then merged_into is the target's id, else 0.
    gone          UInt8,
    merged_into   UInt128,
    version       UInt64,
    INDEX by_external_id external_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_anonymous_id anonymous_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_email email TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_tag tags TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace, contact)
-- A page of a list reads a few granules here and there: small ones cost little and read less.
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000;

-- Which contact a person's events belong to, from which arrival on; a person without rows is its own contact. Stored
-- events are never rewritten: a merge writes the slices of the source anew with the target as contact, and of one slice's
-- rows the one with the greatest version holds. Older ones stay: they say what was known before.
CREATE TABLE IF NOT EXISTS identities
(
    workspace  LowCardinality(String),
    -- As in events: the 80 bits of the person's contact id of generation 0.
    person     UInt128,
    -- Epoch milliseconds of arrival; 0 for the past of the first link.
    from_ms    Int64,
    contact    UInt128,
    -- The person itself, for people: 'u' or 'a', and the id.
    kind       LowCardinality(String),
    id         String,
    version    UInt64,
    -- A contact's persons.
    INDEX by_contact contact TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (workspace, person, from_ms, version)
SETTINGS non_replicated_deduplication_window = 10000;

-- Every write to a profile, also one that lost to a newer value; of these the profile as of any instant follows.
CREATE TABLE IF NOT EXISTS profile_writes
(
    workspace   LowCardinality(String),
    -- trait, tags, score, subscription, static.
    field       LowCardinality(String),
    -- A trait's name, a score's, a group's ('' = all), a hand-kept segment's id; '' for tags.
    key         LowCardinality(String),
    -- The person whose key held the state as it was written; identities says whose it is now.
    person      UInt128,
    -- JSON text; 'null' removes.
    value       String,
    timestamp   DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    -- Orders arrivals of one instant.
    sequence    UInt64
)
ENGINE = MergeTree
ORDER BY (workspace, field, key, person, timestamp)
SETTINGS non_replicated_deduplication_window = 10000;

-- Every entry and exit.
CREATE TABLE IF NOT EXISTS segment_changes
(
    workspace    LowCardinality(String),
    segment      LowCardinality(String),
    contact      UInt128,
    change       LowCardinality(String),
    cause        LowCardinality(String),
    -- The instant it was due.
    at           DateTime64(3, 'UTC'),
    -- The engine's time as it was found: what was known when.
    known_at     DateTime64(3, 'UTC'),
    rule_version UInt64,
    -- JSON text.
    evidence     String CODEC(ZSTD(3)),
    -- Unique and growing per contact: the row's place in the log.
    version      UInt64,
    -- One contact's changes.
    INDEX by_contact contact TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(known_at)
ORDER BY (workspace, segment, known_at, contact, version)
SETTINGS non_replicated_deduplication_window = 10000;

-- Who is in which segment now.
CREATE TABLE IF NOT EXISTS segment_members
(
    workspace LowCardinality(String),
    segment   LowCardinality(String),
    contact   UInt128,
    is_member UInt8,
    since     DateTime64(3, 'UTC'),
    version   UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace, segment, contact)
SETTINGS non_replicated_deduplication_window = 10000;

-- What became of a change that the API wrote into the stream; read by the request that waits for it.
CREATE TABLE IF NOT EXISTS api_outcomes
(
    workspace  LowCardinality(String),
    request_id String,
    -- The contact as it is after the change.
    contact    UInt128,
    -- done, or refused with a reason.
    outcome    LowCardinality(String),
    detail     String,
    at         DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (workspace, request_id)
TTL toDateTime(at) + INTERVAL 2 DAY
SETTINGS non_replicated_deduplication_window = 10000;

-- Imports of contacts, written by the query service as it reads the file; the newest row counts.
CREATE TABLE IF NOT EXISTS contact_imports
(
    workspace  LowCardinality(String),
    import_id  String,
    -- Grows with each time the file is sent: the instant at which reading it began, epoch milliseconds.
    attempt    Int64,
    -- reading, read, or failed with a reason.
    state      LowCardinality(String),
    detail     String,
    format     LowCardinality(String),
    rows       UInt64,
    accepted   UInt64,
    rejected   UInt64,
    started_at DateTime64(3, 'UTC'),
    updated_at DateTime64(3, 'UTC'),
    version    UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace, import_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Rows of an import that could not be used, by their number in the file.
CREATE TABLE IF NOT EXISTS contact_import_errors
(
    workspace LowCardinality(String),
    import_id String,
    attempt   Int64,
    row       UInt64,
    -- A column's name or a pointer into the row; empty for the row as a whole.
    field     String,
    reason    LowCardinality(String),
    message   String,
    payload   String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace, import_id, attempt, row)
SETTINGS non_replicated_deduplication_window = 10000;
