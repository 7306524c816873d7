package io.millrace.core.campaign.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Iterator;
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
        turnDay(state, limits, now);
        state.usedToday++;
        state.recent.addLast(now);
        return request;
    }

    /** A slot granted at an instant was not used. */
    public static void giveBack(GateState state, long grantedAt) {
        for (Iterator<Long> recent = state.recent.descendingIterator(); recent.hasNext(); ) {
            if (recent.next() == grantedAt) {
                recent.remove();
                break;
            }
        }
        if (grantedAt >= state.dayStart && state.usedToday > 0) {
            state.usedToday--;
        }
    }

    /** When the next slot can be granted, not before now; empty if nobody waits for one. */
    public static OptionalLong nextSlot(GateState state, GateLimits limits, long now) {
        return state.queue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(free(state, limits, now));
    }

    /** When each run that waits has its turn if nobody else comes and every slot is used, by run. */
    public static Map<String, Long> turns(GateState state, GateLimits limits, long now) {
        GateState ahead = state.copy();
        Map<String, Long> turns = new LinkedHashMap<>();
        long at = now;
        while (!ahead.queue.isEmpty()) {
            at = free(ahead, limits, at);
            SlotRequest granted = grant(ahead, limits, at);
            if (granted == null) {
                throw new IllegalStateException("the gate has no slot at " + at + ", though it said so");
            }
            turns.put(granted.run(), at);
        }
        return turns;
    }

    /** When a slot is free, not before now. */
    private static long free(GateState state, GateLimits limits, long now) {
        long at = now;
        if (limits.rate() != null) {
            long per = limits.rate().per().millis();
            while (!state.recent.isEmpty() && state.recent.getFirst() <= at - per) {
                state.recent.removeFirst();
            }
            int tooMany = state.recent.size() - limits.rate().max();
            if (tooMany >= 0) {
                Iterator<Long> recent = state.recent.iterator();
                long last = recent.next();
                for (int i = 0; i < tooMany; i++) {
                    last = recent.next();
                }
                at = Math.max(at, last + per);
            }
        } else {
            state.recent.clear();
        }
        if (limits.perDay() != null && at < state.dayEnd && state.usedToday >= limits.perDay()) {
            at = state.dayEnd;
        }
        return at;
    }

    private static void turnDay(GateState state, GateLimits limits, long now) {
        if (now < state.dayEnd) {
            return;
        }
        LocalDate day = Instant.ofEpochMilli(now).atZone(limits.zone()).toLocalDate();
        ZonedDateTime end = day.plusDays(1).atStartOfDay(limits.zone());
        if (end.toInstant().toEpochMilli() <= now) {
            // Clocks went back over midnight, so that it comes twice.
            end = end.withLaterOffsetAtOverlap();
        }
        state.usedToday = 0;
        state.dayStart = day.atStartOfDay(limits.zone()).toInstant().toEpochMilli();
        state.dayEnd = end.toInstant().toEpochMilli();
    }
}
