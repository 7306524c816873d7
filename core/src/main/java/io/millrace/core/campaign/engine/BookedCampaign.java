package io.millrace.core.campaign.engine;

import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.WatchedRules;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignGraph;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignVersion;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A campaign in a {@link CampaignBook}: what its definitions said so far, and what of that is in force. Instants are epoch
 * milliseconds. Not thread-safe.
 *
 * <p>A version is in force once the campaign has left its draft and names it, and all its conditions over events have their
 * past; until then the one before stays. Versions that were in force are kept for as long as the campaign's definition
 * is: runs may be in them, and goals outlive runs.
 */
final class BookedCampaign {

    static final long NEVER = Long.MAX_VALUE;

    final String id;
    String name = "";
    CampaignStatus status = CampaignStatus.DRAFT;

    /** The number of the version that contacts are to enter with; 0 before any record named one. */
    long wanted;

    /** The number of the last activation that is known, and what of it has not begun yet. */
    long activation;

    CampaignDefinition.Activation due = CampaignDefinition.Activation.NONE;

    /** Up to here, this instant included, scheduled triggers have fired or will not. */
    long firedThrough = Long.MIN_VALUE;

    final TreeMap<Long, BookedVersion> inForce = new TreeMap<>();
    final TreeMap<Long, BookedVersion> arrived = new TreeMap<>();

    BookedCampaign(String id) {
        this.id = id;
    }

    void arrive(BookedVersion version) {
        if (inForce.isEmpty() || version.number() > inForce.lastKey()) {
            arrived.put(version.number(), version);
        }
    }

    /** Fails if nobody could enter with what it asks for. */
    void define(CampaignDefinition definition, long at) {
        BookedVersion next = arrived.get(definition.version());
        if (definition.status() != CampaignStatus.DRAFT && next != null && !next.whole()) {
            throw new IllegalArgumentException(
                    CampaignVersion.id(id, next.number()) + " is a draft's, but the campaign is "
                            + definition.status().text());
        }
        if (definition.status() == CampaignStatus.ACTIVE && status != CampaignStatus.ACTIVE) {
            skipThrough(at - 1);
        }
        name = definition.name();
        status = definition.status();
        wanted = definition.version();
        if (definition.activation().number() > activation) {
            activation = definition.activation().number();
            due = definition.activation();
        }
    }

    /** Its definition is deleted: it is over. Whether nothing of it has to be remembered. */
    boolean delete() {
        status = CampaignStatus.COMPLETED;
        due = CampaignDefinition.Activation.NONE;
        arrived.clear();
        return inForce.isEmpty();
    }

    /** Puts in force what may be. */
    void settle(Predicate<List<LeafKey>> seeded, long at) {
        if (status == CampaignStatus.COMPLETED) {
            arrived.clear();
            due = CampaignDefinition.Activation.NONE;
            return;
        }
        arrived.headMap(wanted).clear();
        BookedVersion next = arrived.get(wanted);
        if (next != null
                && status != CampaignStatus.DRAFT
                && next.whole()
                && seeded.test(next.rules().leaves())) {
            arrived.remove(wanted);
            inForce.put(wanted, next);
            skipThrough(at - 1);
        }
    }

    void skipThrough(long instant) {
        firedThrough = Math.max(firedThrough, instant);
    }

    /** Null while nobody can enter it. */
    @Nullable
    CampaignInForce inForce() {
        if (inForce.isEmpty()) {
            return null;
        }
        TreeMap<Long, Campaign> versions = new TreeMap<>();
        inForce.forEach((number, version) -> versions.put(number, version.campaign()));
        return new CampaignInForce(id, name, status, versions);
    }

    /**
     * Notes the rules that must be watched, by version: of what is in force, and what may be next. The conditions of those
     * count from the instant of their own record, as who brings in their past expects.
     */
    void watch(Map<String, WatchedRules> all) {
        inForce.forEach((number, version) -> all.put(CampaignVersion.id(id, number), version.rules()));
        arrived.forEach((number, version) ->
                all.put(CampaignVersion.id(id, number), version.rules().judged(false)));
    }

    /** The next instant at which something begins by itself; {@link #NEVER} if nothing does. */
    long nextDue(ZoneId zone) {
        if (!isOpen()) {
            return NEVER;
        }
        long start = start();
        long before = start == Long.MIN_VALUE ? start : start - 1;
        long next = TriggerSchedule.next(graph(), zone, Math.max(firedThrough, before));
        Instant end = settings().endAt();
        long scheduled = end != null && next >= end.toEpochMilli() ? NEVER : next;
        return isDue() ? Math.min(start, scheduled) : scheduled;
    }

    /** What of its activation begins at an instant, told once; nothing before its start. */
    List<CampaignWord> takeActivation(long at) {
        List<CampaignWord> words = new ArrayList<>();
        if (isDue() && isOpen() && at >= start()) {
            if (due.enrollExisting()) {
                words.add(new CampaignWord.EnrollMembers(id));
            }
            due.fires().forEach(trigger -> words.add(new CampaignWord.ScheduleDue(id, trigger)));
            due = CampaignDefinition.Activation.NONE;
        }
        return words;
    }

    /** The scheduled triggers that fire at an instant, told once. */
    List<CampaignWord> takeScheduled(long at, ZoneId zone) {
        if (!isOpen() || firedThrough >= at || at < start()) {
            return List.of();
        }
        skipThrough(at);
        return TriggerSchedule.at(graph(), zone, at).stream()
                .<CampaignWord>map(trigger -> new CampaignWord.ScheduleDue(id, trigger))
                .toList();
    }

    private boolean isOpen() {
        return status == CampaignStatus.ACTIVE && !inForce.isEmpty();
    }

    private boolean isDue() {
        return due.number() > 0;
    }

    private long start() {
        Instant start = settings().startAt();
        return start == null ? Long.MIN_VALUE : start.toEpochMilli();
    }

    private CampaignGraph graph() {
        return inForce.lastEntry().getValue().campaign().graph();
    }

    private CampaignSettings settings() {
        return inForce.lastEntry().getValue().campaign().settings();
    }
}
