-- Up to which definition each task of AudienceJob has judged all of its contacts. A row is committed with the checkpoint
-- of the entries and exits it speaks of, so whoever reads it can read those. A definition is judged when all tasks of one
-- number of tasks say so; rows of other numbers are left from before the job was rescaled.
CREATE TABLE IF NOT EXISTS rules_judged
(
    task    UInt32,
    -- How many tasks there were.
    tasks   UInt32,
    -- The offset of the definition.
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (tasks, task)
SETTINGS non_replicated_deduplication_window = 10000;
