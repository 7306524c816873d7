-- What campaigns put out, written by AudienceJob alone, exactly once and with the checkpoint of the sends that it speaks of.

-- Every message that a campaign granted, did not grant, or left for the workspace's own people. What becomes of it after
-- that is events.
CREATE TABLE IF NOT EXISTS messages
(
    workspace        LowCardinality(String),
    campaign         LowCardinality(String),
    send_id          String CODEC(ZSTD(1)),
    campaign_version UInt64,
    node             LowCardinality(String),
    -- The how manieth time the run was at the node.
    visit            UInt32,
    run              String CODEC(ZSTD(1)),
    -- The contact as it was then.
    contact          UInt128,
    -- email, push, telegram, onsite, webhook; inbox for a note to the workspace's people.
    channel          LowCardinality(String),
    template         LowCardinality(String),
    -- marketing or transactional; empty for calls and notes.
    class            LowCardinality(String),
    -- granted, skipped or noted.
    outcome          LowCardinality(String),
    -- Why it was skipped.
    reason           LowCardinality(String),
    -- What a note says.
    note             String CODEC(ZSTD(3)),
    at               DateTime64(3, 'UTC'),
    -- Unique and growing per contact, of all rows of this file.
    version          UInt64,
    INDEX by_send send_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_contact contact TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_run run TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (workspace, campaign, at, send_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Every step of every run, in the order of version. Who is where follows from a run's last step, and how many are where from
-- sums, since a step names the node that it leaves.
CREATE TABLE IF NOT EXISTS enrollment_steps
(
    workspace        LowCardinality(String),
    campaign         LowCardinality(String),
    run              String CODEC(ZSTD(1)),
    campaign_version UInt64,
    -- The contact that the run belonged to.
    contact          UInt128,
    -- entered, reached, sent, skipped, called, converted, moved (to this contact, by a merge) or exited.
    step             LowCardinality(String),
    -- Where it is: of entered the trigger, of reached the node that it comes to; empty for converted and moved.
    node             LowCardinality(String),
    -- Of reached the node that it has left; empty at the trigger.
    from_node        LowCardinality(String),
    visit            UInt32,
    -- Of entered hold_out, if each of its sends will be skipped; of skipped and exited why.
    reason           LowCardinality(String),
    at               DateTime64(3, 'UTC'),
    version          UInt64,
    INDEX by_contact contact TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (workspace, campaign, run, version)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE OR REPLACE VIEW public.messages
(
    `send_id`          String,
    `contact_id`       String COMMENT 'The contact it belongs to now',
    `campaign_id`      String,
    `node_id`          String,
    `channel`          String COMMENT 'email, push, telegram, onsite or webhook; inbox for a note to the workspace''s people',
    `template`         String,
    `class`            String COMMENT 'marketing or transactional, of a campaign''s message',
    `sent_at`          Nullable(DateTime64(3, 'UTC')),
    `delivered_at`     Nullable(DateTime64(3, 'UTC')),
    `opened_at`        Nullable(DateTime64(3, 'UTC')) COMMENT 'The first time',
    `opens`            UInt64,
    `clicked_at`       Nullable(DateTime64(3, 'UTC')) COMMENT 'The first time',
    `clicks`           UInt64,
    `bounced_at`       Nullable(DateTime64(3, 'UTC')),
    `complained_at`    Nullable(DateTime64(3, 'UTC')),
    `unsubscribed_at`  Nullable(DateTime64(3, 'UTC')),
    `replied_at`       Nullable(DateTime64(3, 'UTC')),
    `failed_at`        Nullable(DateTime64(3, 'UTC')),
    `skipped_at`       Nullable(DateTime64(3, 'UTC')),
    `reason`           String COMMENT 'Of a failure, bounce or skip; else empty',
    `granted_at`       Nullable(DateTime64(3, 'UTC')) COMMENT 'When the campaign let it go',
    `run_id`           String COMMENT 'The campaign''s run that it belongs to',
    `campaign_version` UInt64,
    `status`           String COMMENT 'pending, sent, delivered, bounced, failed, skipped or noted',
    `bounce_class`     String COMMENT 'hard or soft, of a bounce',
    `note`             String COMMENT 'What a note to the workspace''s people says'
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
    send_id,
    argMax(contact_id, known_at) AS contact_id,
    max(campaign_id) AS campaign_id,
    max(node_id) AS node_id,
    max(channel) AS channel,
    max(template) AS template,
    max(class) AS class,
    minOrNullIf(happened_at, what = 'message_sent') AS sent_at,
    minOrNullIf(happened_at, what = 'message_delivered') AS delivered_at,
    minOrNullIf(happened_at, what = 'message_opened') AS opened_at,
    countIf(what = 'message_opened') AS opens,
    minOrNullIf(happened_at, what = 'message_clicked') AS clicked_at,
    countIf(what = 'message_clicked') AS clicks,
    minOrNullIf(happened_at, what = 'message_bounced') AS bounced_at,
    minOrNullIf(happened_at, what = 'message_complained') AS complained_at,
    minOrNullIf(happened_at, what = 'message_unsubscribed') AS unsubscribed_at,
    minOrNullIf(happened_at, what = 'message_replied') AS replied_at,
    minOrNullIf(happened_at, what = 'message_failed') AS failed_at,
    minOrNullIf(happened_at, what IN ('message_skipped', 'skipped')) AS skipped_at,
    argMax(why, (why != '', known_at)) AS reason,
    minOrNullIf(happened_at, what IN ('granted', 'noted')) AS granted_at,
    max(run) AS run_id,
    max(version_of_campaign) AS campaign_version,
    multiIf(
        skipped_at IS NOT NULL, 'skipped',
        failed_at IS NOT NULL, 'failed',
        bounced_at IS NOT NULL, 'bounced',
        delivered_at IS NOT NULL, 'delivered',
        sent_at IS NOT NULL, 'sent',
        countIf(what = 'noted') > 0, 'noted',
        'pending') AS status,
    maxIf(how_bounced, what = 'message_bounced') AS bounce_class,
    max(note) AS note
FROM
(
    SELECT
        properties['send_id'] AS send_id,
        e.contact_id AS contact_id,
        properties['campaign_id'] AS campaign_id,
        properties['node_id'] AS node_id,
        properties['channel'] AS channel,
        properties['template'] AS template,
        '' AS class,
        toString(event) AS what,
        timestamp AS happened_at,
        received_at AS known_at,
        properties['reason'] AS why,
        '' AS run,
        toUInt64(0) AS version_of_campaign,
        properties['class'] AS how_bounced,
        '' AS note
    FROM public.events AS e
    WHERE type = 'track'
      AND event IN ('message_sent', 'message_delivered', 'message_opened', 'message_clicked', 'message_bounced',
        'message_complained', 'message_unsubscribed', 'message_replied', 'message_failed', 'message_skipped')
      AND properties['send_id'] != ''
    UNION ALL
    SELECT
        send_id,
        'cntct_' || lower(base32Encode(substring(reverse(reinterpretAsFixedString(
            if(now_contact != 0, now_contact, contact))), 7))) AS contact_id,
        toString(campaign) AS campaign_id,
        toString(node) AS node_id,
        toString(channel) AS channel,
        toString(template) AS template,
        toString(class) AS class,
        toString(outcome) AS what,
        at AS happened_at,
        at AS known_at,
        toString(reason) AS why,
        run,
        campaign_version AS version_of_campaign,
        '' AS how_bounced,
        note
    FROM millrace.messages
    ANY LEFT JOIN
    (
        SELECT source AS then_contact, argMax(target, depth) AS now_contact
        FROM merges
        GROUP BY source
    ) AS targets ON contact = then_contact
)
GROUP BY send_id
COMMENT 'Every message and what became of it';

CREATE OR REPLACE VIEW public.enrollments
(
    `run_id`           String,
    `campaign_id`      String,
    `campaign_version` UInt64,
    `contact_id`       String COMMENT 'The contact it belongs to now',
    `cause`            String COMMENT 'The trigger that the contact entered by',
    `entered_at`       DateTime64(3, 'UTC'),
    `node_id`          String COMMENT 'Where it stands, or stood last',
    `state`            String COMMENT 'waiting, completed or exited',
    `ended_at`         Nullable(DateTime64(3, 'UTC')),
    `node_since`       DateTime64(3, 'UTC') COMMENT 'When it came to where it stands',
    `exit_reason`      String COMMENT 'Why it ended; else empty',
    `held_out`         UInt8 COMMENT 'Whether each of its sends is skipped',
    `converted_at`     Nullable(DateTime64(3, 'UTC')) COMMENT 'When it reached the campaign''s goal'
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
    run_id,
    campaign_id,
    campaign_version,
    'cntct_' || lower(base32Encode(substring(reverse(reinterpretAsFixedString(
        if(now_contact != 0, now_contact, last_contact))), 7))) AS contact_id,
    cause,
    entered_at,
    node_id,
    state,
    ended_at,
    node_since,
    exit_reason,
    held_out,
    converted_at
FROM
(
    SELECT
        run AS run_id,
        toString(campaign) AS campaign_id,
        max(enrollment_steps.campaign_version) AS campaign_version,
        argMax(contact, version) AS last_contact,
        toString(anyIf(node, step = 'entered')) AS cause,
        minIf(at, step = 'entered') AS entered_at,
        toString(argMaxIf(node, version, step IN ('reached', 'exited'))) AS node_id,
        multiIf(countIf(step = 'exited') = 0, 'waiting', exit_reason = 'completed', 'completed', 'exited') AS state,
        maxOrNullIf(at, step = 'exited') AS ended_at,
        argMaxIf(at, version, step = 'reached') AS node_since,
        toString(anyIf(reason, step = 'exited')) AS exit_reason,
        toUInt8(countIf(step = 'entered' AND reason = 'hold_out') > 0) AS held_out,
        minOrNullIf(at, step = 'converted') AS converted_at
    FROM millrace.enrollment_steps
    GROUP BY campaign, run
) AS runs
ANY LEFT JOIN
(
    SELECT source AS then_contact, argMax(target, depth) AS now_contact
    FROM merges
    GROUP BY source
) AS targets ON last_contact = then_contact
COMMENT 'Runs of campaigns';

CREATE OR REPLACE VIEW public.campaign_nodes
(
    `campaign_id` String,
    `node_id`     String,
    `entered`     UInt64 COMMENT 'How often runs came to it',
    `waiting`     UInt64 COMMENT 'How many stand at it',
    `done`        UInt64 COMMENT 'How many went on from it, or ended at it by themselves',
    `exited`      UInt64 COMMENT 'How many ended at it for another reason',
    `sent`        UInt64 COMMENT 'Messages and calls that left from it',
    `skipped`     Map(String, UInt64) COMMENT 'Messages that were not sent, by reason',
    `failed`      UInt64 COMMENT 'Messages that could not be delivered'
)
DEFINER = people_views SQL SECURITY DEFINER
AS SELECT
    campaign_id,
    node_id,
    sum(came) AS entered,
    toUInt64(greatest(0, toInt64(sum(came)) - toInt64(sum(left)) - toInt64(sum(ended)))) AS waiting,
    sum(left) + sum(ended) - sum(ended_early) AS done,
    sum(ended_early) AS exited,
    sum(gone) AS sent,
    sumMap(not_sent) AS skipped,
    sum(lost) AS failed
FROM
(
    SELECT
        toString(campaign) AS campaign_id,
        toString(node) AS node_id,
        countIf(step = 'reached') AS came,
        toUInt64(0) AS left,
        countIf(step = 'exited') AS ended,
        countIf(step = 'exited' AND reason != 'completed') AS ended_early,
        countIf(step IN ('sent', 'called')) AS gone,
        CAST(map(), 'Map(String, UInt64)') AS not_sent,
        toUInt64(0) AS lost
    FROM millrace.enrollment_steps
    WHERE step IN ('reached', 'exited', 'sent', 'called')
    GROUP BY campaign, node
    UNION ALL
    SELECT
        toString(campaign),
        toString(from_node),
        toUInt64(0),
        count(),
        toUInt64(0),
        toUInt64(0),
        toUInt64(0),
        CAST(map(), 'Map(String, UInt64)'),
        toUInt64(0)
    FROM millrace.enrollment_steps
    WHERE step = 'reached' AND from_node != ''
    GROUP BY campaign, from_node
    UNION ALL
    SELECT
        properties['campaign_id'],
        properties['node_id'],
        toUInt64(0),
        toUInt64(0),
        toUInt64(0),
        toUInt64(0),
        toUInt64(0),
        if(event = 'message_skipped',
            CAST(map(properties['reason'], count()), 'Map(String, UInt64)'),
            CAST(map(), 'Map(String, UInt64)')),
        if(event = 'message_failed', count(), 0)
    FROM public_plain.events
    WHERE type = 'track' AND event IN ('message_skipped', 'message_failed') AND properties['campaign_id'] != ''
    GROUP BY properties['campaign_id'], properties['node_id'], event, properties['reason']
)
GROUP BY campaign_id, node_id
COMMENT 'How many are where in campaigns, as of now';
