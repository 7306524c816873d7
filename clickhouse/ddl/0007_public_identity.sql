-- What people's SQL may read, with the contact each event belongs to now.
CREATE OR REPLACE VIEW public.events
(
    `message_id`   String COMMENT 'The event''s messageId',
    `type`         LowCardinality(String) COMMENT 'track, identify, page, screen, group or alias',
    `event`        LowCardinality(String) COMMENT 'A track''s name, page or screen for those calls, else empty',
    `contact_id`   String COMMENT 'The contact it belongs to now: links and merges hold for events of any age',
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
    'cntct_' || lower(base32Encode(substring(reverse(reinterpretAsFixedString(
        multiIf(later_contact != 0, later_contact, first_contact != 0, first_contact, person))), 7))) AS contact_id,
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
ANY LEFT JOIN
(
    SELECT
        person AS linked_person,
        argMaxIf(contact, version, from_ms = 0) AS first_contact
    FROM millrace.identities
    GROUP BY person
) AS first_slices ON person = linked_person
ASOF LEFT JOIN
(
    SELECT
        person AS relinked_person,
        fromUnixTimestamp64Milli(from_ms) AS relinked_at,
        argMax(contact, version) AS later_contact
    FROM millrace.identities
    WHERE from_ms > 0
    GROUP BY person, from_ms
) AS later_slices ON person = relinked_person AND received_at >= relinked_at
COMMENT 'Every stored event of the workspace, one row per stored row';
