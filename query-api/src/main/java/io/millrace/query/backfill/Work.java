package io.millrace.query.backfill;

import io.millrace.core.definition.BackfillStatus;
import java.util.List;

/**
 * A version of a segment, or of a campaign, whose past is to be brought in.
 *
 * @param segment its id; of a version of a campaign the id that names both
 * @param at the instant from which the job knows the version, in epoch milliseconds
 * @param conditions all conditions over events that it holds
 * @param status as it stands
 * @param statusVersion of the status, which the next one must replace
 */
record Work(
        String workspace,
        String segment,
        long version,
        long at,
        List<Condition> conditions,
        BackfillStatus status,
        long statusVersion) {

    /** Those that lack their past. */
    List<Condition> missing() {
        return conditions.stream()
                .filter(condition -> {
                    BackfillStatus.Condition known = status.conditions().get(condition.key());
                    return known == null || !known.seeded();
                })
                .toList();
    }

    long liveFrom(Condition condition) {
        BackfillStatus.Condition known = status.conditions().get(condition.key());
        return known == null ? at : known.liveFrom();
    }

    Work with(BackfillStatus newStatus, long newStatusVersion) {
        return new Work(workspace, segment, version, at, conditions, newStatus, newStatusVersion);
    }
}
