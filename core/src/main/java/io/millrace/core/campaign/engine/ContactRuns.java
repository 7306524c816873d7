package io.millrace.core.campaign.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A contact's runs through campaigns, and what of its past decides about more. Mutable, used by one thread; only
 * {@link CampaignEngine} changes it. Runs are found by where they stand and by when they must be asked, without looking at
 * the others.
 */
public final class ContactRuns {

    /** What keeps messages from a contact, whatever it wants. The order stands in states and never changes. */
    enum Suppression {
        NONE,
        HARD_BOUNCE,
        COMPLAINT
    }

    /** A node of a version of a campaign. */
    record Spot(String campaign, long version, String node) {
        static Spot of(Run run) {
            return new Spot(run.campaign, run.version, run.node);
        }
    }

    private static final Comparator<Run> BY_WAKE =
            Comparator.<Run>comparingLong(run -> run.wake).thenComparingLong(run -> run.serial);
    private static final Comparator<Run> BY_ENTRY = Comparator.comparingLong(run -> run.serial);

    long epoch = -1;
    long serials;
    Suppression suppression = Suppression.NONE;
    final SendTimes sent = new SendTimes();
    final TreeMap<String, CampaignPast> pasts = new TreeMap<>();

    private final TreeSet<Run> byWake = new TreeSet<>(BY_WAKE);
    private final Map<Spot, TreeSet<Run>> bySpot = new HashMap<>();
    private final Set<Spot> ruleWaits = new LinkedHashSet<>();

    private boolean changed;

    private ContactRuns() {}

    /** Of a contact that never entered a campaign. */
    public static ContactRuns none() {
        return new ContactRuns();
    }

    /** The next instant at which a run must be asked though nothing happens; {@link Long#MAX_VALUE} if there is none. */
    public long wake() {
        return byWake.isEmpty() ? Run.NEVER : byWake.first().wake;
    }

    /** Whether any run is in progress. */
    public boolean inProgress() {
        return !bySpot.isEmpty();
    }

    /** Whether nothing is known but that nothing has happened. */
    public boolean isEmpty() {
        return pasts.isEmpty() && suppression == Suppression.NONE && sent.isEmpty();
    }

    /** Whether anything is other than it was read or made. */
    public boolean isChanged() {
        return changed;
    }

    /** Is called with every change; runs that nobody changed need not be stored again. */
    void touch() {
        changed = true;
    }

    /** What is there has just been read. */
    void read() {
        changed = false;
    }

    /** Counts a message for caps that was sent by other means. */
    public void sentBefore(long at) {
        sent.add(at);
        touch();
    }

    /** Whether nothing may be sent to it. */
    public boolean isSuppressed() {
        return suppression != Suppression.NONE;
    }

    /** Where its runs wait, by campaign, then entry. */
    public List<Waiting> waiting() {
        List<Waiting> waiting = new ArrayList<>();
        pasts.values().forEach(past -> past.runs
                .values()
                .forEach(run -> waiting.add(
                        new Waiting(run.campaign, run.id, run.node, run.until, run.stay == Run.Stay.NEEDS_SLOT))));
        return waiting;
    }

    /**
     * A run that waits.
     *
     * @param until in epoch milliseconds, {@link Long#MAX_VALUE} if nobody knows; past if the campaign is paused
     * @param forSlot whether it is the campaign's gate that it waits for
     */
    public record Waiting(String campaign, String run, String node, long until, boolean forSlot) {}

    /** To be changed; see {@link #pastOrNull} for one to look at. */
    CampaignPast past(String campaign) {
        touch();
        return pasts.computeIfAbsent(campaign, none -> new CampaignPast());
    }

    @Nullable
    CampaignPast pastOrNull(String campaign) {
        return pasts.get(campaign);
    }

    @Nullable
    Run run(String campaign, String id) {
        CampaignPast past = pasts.get(campaign);
        return past == null ? null : past.runs.get(id);
    }

    List<Run> runsOf(String campaign) {
        CampaignPast past = pasts.get(campaign);
        return past == null ? List.of() : List.copyOf(past.runs.values());
    }

    /** In order of entry. */
    List<Run> runsAt(String campaign, long version, String node) {
        TreeSet<Run> there = bySpot.get(new Spot(campaign, version, node));
        return there == null ? List.of() : List.copyOf(there);
    }

    boolean waitsForRule(Run run) {
        return ruleWaits.contains(Spot.of(run)) && !run.isHeld();
    }

    /** Nodes at which runs wait for a rule. */
    List<Spot> ruleWaits() {
        return List.copyOf(ruleWaits);
    }

    /** The run that must be asked first by an instant, null if none must. */
    @Nullable
    Run due(long now) {
        return byWake.isEmpty() || byWake.first().wake > now ? null : byWake.first();
    }

    /** Puts a run down where its fields say. */
    void place(Run run, boolean waitsForRule) {
        touch();
        if (run.wake != Run.NEVER) {
            byWake.add(run);
        }
        Spot spot = Spot.of(run);
        bySpot.computeIfAbsent(spot, none -> new TreeSet<>(BY_ENTRY)).add(run);
        if (waitsForRule) {
            ruleWaits.add(spot);
        }
    }

    /** Takes a run up from where it is, before anything of that changes. */
    void lift(Run run) {
        touch();
        byWake.remove(run);
        Spot spot = Spot.of(run);
        TreeSet<Run> there = bySpot.get(spot);
        if (there != null && there.remove(run) && there.isEmpty()) {
            bySpot.remove(spot);
            ruleWaits.remove(spot);
        }
    }

    /** Nothing stays of a contact that is deleted. */
    void forget() {
        touch();
        suppression = Suppression.NONE;
        sent.forgetBefore(Long.MAX_VALUE);
        pasts.clear();
        byWake.clear();
        bySpot.clear();
        ruleWaits.clear();
    }

    /** The campaigns in which it has runs in progress. */
    Set<String> campaignsInProgress() {
        Set<String> campaigns = new HashSet<>();
        pasts.forEach((campaign, past) -> {
            if (!past.runs.isEmpty()) {
                campaigns.add(campaign);
            }
        });
        return campaigns;
    }
}
