-- Until when a run waits at the node that it comes to, so that people can be told; 1970 if it goes on at once, or if no
-- instant is known, as for a slot of a daily limit.
ALTER TABLE enrollment_steps
    ADD COLUMN IF NOT EXISTS until DateTime64(3, 'UTC') AFTER reason;
