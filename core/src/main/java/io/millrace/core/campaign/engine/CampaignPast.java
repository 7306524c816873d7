package io.millrace.core.campaign.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a contact has done in one campaign, under all its versions. Mutable, used by one thread. */
final class CampaignPast {

    /** When it last entered, in epoch milliseconds; {@link Long#MIN_VALUE} if never. */
    long lastEntry = Long.MIN_VALUE;

    /** Hashes of the values of {@code per_key} that it entered with. */
    final TreeSet<Long> keys = new TreeSet<>();

    /** Hashes of what it entered by lately, with the instant, by which they are in order but for those of a merge. */
    final Map<Long, Long> causes = new LinkedHashMap<>();

    /** Runs that are not over, in order of entry. */
    final Map<String, Run> runs = new LinkedHashMap<>();

    /** Runs that are over, but may still reach their goal. */
    final List<Run> ended = new ArrayList<>();

    boolean everEntered() {
        return lastEntry != Long.MIN_VALUE;
    }

    /** The run in progress that began with this value of the key, null if there is none. */
    @Nullable
    Run withKeyOf(Run other) {
        for (Run run : runs.values()) {
            if (Keys.same(run.key, other.key)) {
                return run;
            }
        }
        return null;
    }

    /** From the oldest on: an event that comes again is known for at least as long as it might trigger. */
    void forgetCausesBefore(long instant) {
        Iterator<Long> oldest = causes.values().iterator();
        while (oldest.hasNext() && oldest.next() < instant) {
            oldest.remove();
        }
    }
}
