-- What people's SQL may read besides events. All views read as user people_views, through its row filters; the columns
-- are a promise (docs/sql.md), so columns are added and never changed.

-- The same events without their contact: resolving identities is a join that ClickHouse runs even where nobody asks for
-- its columns. The API runs what names no contact here.
CREATE DATABASE IF NOT EXISTS public_plain;

CREATE OR REPLACE VIEW public_plain.events
(
    `message_id`   String,
    `type`         LowCardinality(String),
    `event`        LowCardinality(String),
    `user_id`      String,
    `anonymous_id` String,
    `timestamp`    DateTime64(3, 'UTC'),
    `received_at`  DateTime64(3, 'UTC'),
    `properties`   Map(LowCardinality(String), String),
    `context`      Map(LowCardinality(String), String),
    `traits`       Map(LowCardinality(String), String),
    `flags`        Array(LowCardinality(String)),
    `import_id`    LowCardinality(String),
    `text`         String,
    `partition`    UInt16,
    `offset`       UInt64
)
DEFINER = people_views SQL SECURITY DEFINER
AS SELECT
    message_id,
    type,
    event,
    user_id,
    anonymous_id,
    timestamp,
    received_at,
    properties,
    context,
    traits,
    flags,
    import_id,
    text,
    partition,
    offset
FROM millrace.events
COMMENT 'public.events without contact_id';

CREATE OR REPLACE VIEW public.contacts
(
    `contact_id`    String COMMENT 'cntct_ and 16 characters',
    `external_id`   String COMMENT 'The userId, empty for an anonymous contact',
    `anonymous_id`  String COMMENT 'The anonymousId of a contact that began as one, else empty',
    `email`         String COMMENT 'The trait email, else empty',
    `traits`        String COMMENT 'A JSON object: JSONExtractString(traits, ''plan'')',
    `tags`          Array(String),
    `scores`        Map(LowCardinality(String), Float64),
    `subscriptions` Map(LowCardinality(String), LowCardinality(String)) COMMENT 'subscribed or unsubscribed by group, of explicit choices; the group '''' is the choice for all others',
    `segments`      Array(LowCardinality(String)) COMMENT 'The ids of the segments it is in',
    `created_at`    DateTime64(3, 'UTC'),
    `updated_at`    DateTime64(3, 'UTC')
)
DEFINER = people_views SQL SECURITY DEFINER
AS SELECT
    'cntct_' || lower(base32Encode(substring(reverse(reinterpretAsFixedString(contact)), 7))) AS contact_id,
    external_id,
    anonymous_id,
    email,
    traits,
    tags,
    scores,
    subscriptions,
    segments,
    created_at,
    updated_at
FROM millrace.contacts FINAL
WHERE gone = 0
COMMENT 'Contacts as they stand, without those deleted or merged away';

CREATE OR REPLACE VIEW public.segment_members
(
    `segment_id` LowCardinality(String),
    `contact_id` String,
    `since`      DateTime64(3, 'UTC') COMMENT 'When it entered'
)
DEFINER = people_views SQL SECURITY DEFINER
AS SELECT
    segment AS segment_id,
    'cntct_' || lower(base32Encode(substring(reverse(reinterpretAsFixedString(contact)), 7))) AS contact_id,
    since
FROM millrace.segment_members FINAL
WHERE is_member = 1
COMMENT 'Who is in which segment now';

CREATE OR REPLACE VIEW public.segment_changes
(
    `segment_id`          LowCardinality(String),
    `contact_id`          String COMMENT 'The contact it belongs to now: of one merged away, the one it was merged into',
    `original_contact_id` String COMMENT 'The contact that entered or left',
    `change`              LowCardinality(String) COMMENT 'entered or exited',
    `cause`               LowCardinality(String) COMMENT 'event, expiry, late_event, edit, merge or delete',
    `at`                  DateTime64(3, 'UTC') COMMENT 'The instant it was due',
    `known_at`            DateTime64(3, 'UTC') COMMENT 'When it was found',
    `rule_version`        UInt64,
    `evidence`            String COMMENT 'A JSON text: why'
)
DEFINER = people_views SQL SECURITY DEFINER
AS WITH RECURSIVE
merged AS
(
    SELECT contact AS source, argMax(merged_into, version) AS target
    FROM millrace.contacts
    WHERE merged_into != 0
    GROUP BY contact
),
merges AS
(
    SELECT source, target, 1 AS depth
    FROM merged
    UNION ALL
    SELECT merges.source AS source, merged.target AS target, merges.depth + 1 AS depth
    FROM merges
    INNER JOIN merged ON merges.target = merged.source
    WHERE merges.depth < 100
)
SELECT
    segment AS segment_id,
    'cntct_' || lower(base32Encode(substring(reverse(reinterpretAsFixedString(
        if(now_contact != 0, now_contact, contact))), 7))) AS contact_id,
    'cntct_' || lower(base32Encode(substring(reverse(reinterpretAsFixedString(contact)), 7))) AS original_contact_id,
    change,
    cause,
    at,
    known_at,
    rule_version,
    evidence
FROM millrace.segment_changes
ANY LEFT JOIN
(
    SELECT source AS then_contact, argMax(target, depth) AS now_contact
    FROM merges
    GROUP BY source
) AS targets ON contact = then_contact
COMMENT 'Every entry and exit';

-- A message's life is events, so there are no rows until there are such events.
CREATE OR REPLACE VIEW public.messages
(
    `send_id`         String,
    `contact_id`      String COMMENT 'The contact it belongs to now',
    `campaign_id`     String,
    `node_id`         String,
    `channel`         String COMMENT 'email, push, telegram, on_site or webhook',
    `template`        String,
    `class`           String COMMENT 'marketing or transactional',
    `sent_at`         Nullable(DateTime64(3, 'UTC')),
    `delivered_at`    Nullable(DateTime64(3, 'UTC')),
    `opened_at`       Nullable(DateTime64(3, 'UTC')) COMMENT 'The first time',
    `opens`           UInt64,
    `clicked_at`      Nullable(DateTime64(3, 'UTC')) COMMENT 'The first time',
    `clicks`          UInt64,
    `bounced_at`      Nullable(DateTime64(3, 'UTC')),
    `complained_at`   Nullable(DateTime64(3, 'UTC')),
    `unsubscribed_at` Nullable(DateTime64(3, 'UTC')),
    `replied_at`      Nullable(DateTime64(3, 'UTC')),
    `failed_at`       Nullable(DateTime64(3, 'UTC')),
    `skipped_at`      Nullable(DateTime64(3, 'UTC')),
    `reason`          String COMMENT 'Of a failure, bounce or skip; else empty'
)
DEFINER = people_views SQL SECURITY DEFINER
AS SELECT
    properties['send_id'] AS send_id,
    argMax(e.contact_id, received_at) AS contact_id,
    max(properties['campaign_id']) AS campaign_id,
    max(properties['node_id']) AS node_id,
    max(properties['channel']) AS channel,
    max(properties['template']) AS template,
    max(properties['class']) AS class,
    minOrNullIf(timestamp, event = 'message_sent') AS sent_at,
    minOrNullIf(timestamp, event = 'message_delivered') AS delivered_at,
    minOrNullIf(timestamp, event = 'message_opened') AS opened_at,
    countIf(event = 'message_opened') AS opens,
    minOrNullIf(timestamp, event = 'message_clicked') AS clicked_at,
    countIf(event = 'message_clicked') AS clicks,
    minOrNullIf(timestamp, event = 'message_bounced') AS bounced_at,
    minOrNullIf(timestamp, event = 'message_complained') AS complained_at,
    minOrNullIf(timestamp, event = 'message_unsubscribed') AS unsubscribed_at,
    minOrNullIf(timestamp, event = 'message_replied') AS replied_at,
    minOrNullIf(timestamp, event = 'message_failed') AS failed_at,
    minOrNullIf(timestamp, event = 'message_skipped') AS skipped_at,
    argMax(properties['reason'], (properties['reason'] != '', received_at)) AS reason
FROM public.events AS e
WHERE type = 'track'
  AND event IN ('message_sent', 'message_delivered', 'message_opened', 'message_clicked', 'message_bounced',
    'message_complained', 'message_unsubscribed', 'message_replied', 'message_failed', 'message_skipped')
  AND properties['send_id'] != ''
GROUP BY send_id
COMMENT 'Every message and what became of it';

CREATE OR REPLACE VIEW public.enrollments
(
    `run_id`           String,
    `campaign_id`      String,
    `campaign_version` UInt64,
    `contact_id`       String,
    `cause`            String COMMENT 'What the contact entered by',
    `entered_at`       DateTime64(3, 'UTC'),
    `node_id`          String COMMENT 'Where it stands, or stood last',
    `state`            String COMMENT 'active, waiting, completed or exited',
    `ended_at`         Nullable(DateTime64(3, 'UTC'))
)
DEFINER = people_views SQL SECURITY DEFINER
AS SELECT
    '' AS run_id,
    '' AS campaign_id,
    toUInt64(0) AS campaign_version,
    '' AS contact_id,
    '' AS cause,
    toDateTime64(0, 3, 'UTC') AS entered_at,
    '' AS node_id,
    '' AS state,
    CAST(NULL AS Nullable(DateTime64(3, 'UTC'))) AS ended_at
WHERE 0
COMMENT 'Runs of campaigns; empty until campaigns write them';
