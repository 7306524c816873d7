package io.millrace.core.campaign.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One campaign's state machine for what its sends share across contacts: so many a day, so many per duration. It grants
 * slots in order of due time, then contact. Whether the message may leave then is judged by the contact's runs; a slot that
 * they do not use is given back. Deterministic and without a clock; instants are epoch milliseconds and never go back.
 */
public final class CampaignGate {

    private CampaignGate() {}

    public static void request(GateState state, SlotRequest request) {
        state.queue.add(request);
    }

    /** Whoever asked does not wait any more. */
    public static void withdraw(GateState state, SlotRequest request) {
        state.queue.remove(request);
    }

    /** Grants the next slot; null if nobody waits, or there is none at this instant. */
    public static @Nullable SlotRequest grant(GateState state, GateLimits limits, long now) {
        OptionalLong free = nextSlot(state, limits, now);
        if (free.isEmpty() || free.getAsLong() > now) {
            return null;
        }
        SlotRequest request = state.queue.pollFirst();
        if (request == null) {
            return null;
        }
        take(state.counters, limits, now);
        return request;
    }

    /** A slot granted at an instant was not used. */
    public static void giveBack(GateState state, long grantedAt) {
        giveBack(state.counters, grantedAt);
    }

    /** As {@link #giveBack(GateState, long)}, for who keeps the queue elsewhere. */
    public static void giveBack(GateCounters counters, long grantedAt) {
        Integer slots = counters.recent.get(grantedAt);
        if (slots != null) {
            counters.recently--;
            if (slots == 1) {
                counters.recent.remove(grantedAt);
            } else {
                counters.recent.put(grantedAt, slots - 1);
            }
        }
        if (grantedAt >= counters.dayStart && counters.usedToday > 0) {
            counters.usedToday--;
        }
    }

    /** Uses a slot that {@link #free} says is there now. */
    public static void take(GateCounters counters, GateLimits limits, long now) {
        turnDay(counters, limits, now);
        counters.usedToday++;
        forgetUntil(
                counters,
                limits.rate() == null ? now : now - limits.rate().per().millis());
        if (limits.rate() != null) {
            counters.recent.merge(now, 1, Integer::sum);
            counters.recently++;
        }
    }

    /** When the next slot can be granted, not before now; empty if nobody waits for one. */
    public static OptionalLong nextSlot(GateState state, GateLimits limits, long now) {
        return state.queue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(free(state.counters, limits, now));
    }

    /** When each run that waits has its turn if nobody else comes and every slot is used, by run. */
    public static Map<String, Long> turns(GateState state, GateLimits limits, long now) {
        GateState ahead = state.copy();
        Map<String, Long> turns = new LinkedHashMap<>();
        long at = now;
        while (!ahead.queue.isEmpty()) {
            at = free(ahead.counters, limits, at);
            SlotRequest granted = grant(ahead, limits, at);
            if (granted == null) {
                throw new IllegalStateException("the gate has no slot at " + at + ", though it said so");
            }
            turns.put(granted.run(), at);
        }
        return turns;
    }

    /** When a slot is free, not before now; whether anybody waits for it is not asked. Changes nothing. */
    public static long free(GateCounters counters, GateLimits limits, long now) {
        long at = now;
        if (limits.rate() != null) {
            long per = limits.rate().per().millis();
            int old = until(counters, at - per);
            int tooMany = counters.recently - old - limits.rate().max();
            if (tooMany >= 0) {
                at = Math.max(at, instantOf(counters, old + tooMany) + per);
            }
        }
        if (limits.perDay() != null && at < counters.dayEnd && counters.usedToday >= limits.perDay()) {
            at = counters.dayEnd;
        }
        return at;
    }

    /** How many slots were granted until an instant, of those that are known. */
    private static int until(GateCounters counters, long instant) {
        return counters.recent.headMap(instant, true).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static void forgetUntil(GateCounters counters, long instant) {
        counters.recently -= until(counters, instant);
        counters.recent.headMap(instant, true).clear();
    }

    /** When the slot was granted that has so many before it. */
    private static long instantOf(GateCounters counters, int before) {
        int slots = 0;
        for (Map.Entry<Long, Integer> granted : counters.recent.entrySet()) {
            slots += granted.getValue();
            if (slots > before) {
                return granted.getKey();
            }
        }
        throw new IllegalStateException("there are no " + before + " slots of late, but " + slots);
    }

    private static void turnDay(GateCounters counters, GateLimits limits, long now) {
        if (now < counters.dayEnd) {
            return;
        }
        LocalDate day = Instant.ofEpochMilli(now).atZone(limits.zone()).toLocalDate();
        ZonedDateTime end = day.plusDays(1).atStartOfDay(limits.zone());
        if (end.toInstant().toEpochMilli() <= now) {
            // Clocks went back over midnight, so that it comes twice.
            end = end.withLaterOffsetAtOverlap();
        }
        counters.usedToday = 0;
        counters.dayStart = day.atStartOfDay(limits.zone()).toInstant().toEpochMilli();
        counters.dayEnd = end.toInstant().toEpochMilli();
    }
}
