package io.millrace.core.campaign.engine;

import java.util.TreeMap;

/** What a campaign's gate has granted lately. Mutable, used by one thread; {@link CampaignGate} changes it. */
public final class GateCounters {

    /** How many slots were granted at which instant, as far back as the rate reaches. */
    final TreeMap<Long, Integer> recent = new TreeMap<>();

    /** All of those. */
    int recently;

    /** The day whose slots are counted, in epoch milliseconds; the end is not in it. */
    long dayStart = Long.MIN_VALUE;

    long dayEnd = Long.MIN_VALUE;

    int usedToday;

    /** Of a gate that has granted nothing. */
    public GateCounters() {}

    /** Independent ones that stand as these do now. */
    GateCounters copy() {
        GateCounters copy = new GateCounters();
        copy.recent.putAll(recent);
        copy.recently = recently;
        copy.dayStart = dayStart;
        copy.dayEnd = dayEnd;
        copy.usedToday = usedToday;
        return copy;
    }
}
