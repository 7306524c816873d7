-- What people's SQL may read, in a database of its own. The view reads as user people_views, who has the row filter by
-- workspace (users.d/millrace.xml) and is the only one of the two with a right to the table.
CREATE DATABASE IF NOT EXISTS public;

CREATE OR REPLACE VIEW public.events
(
    `message_id`   String COMMENT 'The event''s messageId',
    `type`         LowCardinality(String) COMMENT 'track, identify, page, screen, group or alias',
    `event`        LowCardinality(String) COMMENT 'A track''s name, page or screen for those calls, else empty',
    `contact_id`   String COMMENT 'The contact of the person the event names, as of before identities are resolved',
    `user_id`      String COMMENT 'Empty where the event has none',
    `anonymous_id` String COMMENT 'Empty where the event has none',
    `timestamp`    DateTime64(3, 'UTC') COMMENT 'When it happened, corrected by the client''s own send time',
    `received_at`  DateTime64(3, 'UTC') COMMENT 'When it arrived',
    `properties`   Map(LowCardinality(String), String) COMMENT 'Scalars by path (''item.kind''), as text digit for digit; lists as JSON text',
    `context`      Map(LowCardinality(String), String) COMMENT 'As properties',
    `traits`       Map(LowCardinality(String), String) COMMENT 'As properties',
    `flags`        Array(LowCardinality(String)) COMMENT 'What was bent to make the event storable',
    `import_id`    LowCardinality(String) COMMENT 'The import it came with, else empty',
    `text`         String COMMENT 'The event''s own JSON text',
    `partition`    UInt16 COMMENT 'Where it arrived: partition of topic events',
    `offset`       UInt64 COMMENT 'Where it arrived: offset in the partition'
)
DEFINER = people_views SQL SECURITY DEFINER
AS SELECT
    message_id,
    type,
    event,
    'cntct_' || lower(base32Encode(substring(reverse(reinterpretAsFixedString(person)), 7))) AS contact_id,
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
COMMENT 'Every stored event of the workspace, one row per stored row';
