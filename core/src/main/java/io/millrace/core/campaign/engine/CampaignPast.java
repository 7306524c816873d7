package io.millrace.core.campaign.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a contact has done in one campaign, under all its versions. Mutable, used by one thread. */
final class CampaignPast {

    /** When it last entered, in epoch milliseconds; {@link Long#MIN_VALUE} if never. */
    long lastEntry = Long.MIN_VALUE;

    /** Hashes of the values of {@code per_key} that it entered with. */
    final TreeSet<Long> keys = new TreeSet<>();

    /** Hashes of what it entered by lately, with the instant: an event that comes again is known by it. */
    final TreeMap<Long, Long> causes = new TreeMap<>();

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

    void forgetCausesBefore(long instant) {
        causes.values().removeIf(at -> at < instant);
    }
}
