package io.millrace.testing.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Instants and durations that like to meet: most instants are another one plus or minus a duration that rules use, or a
 * local midnight, or a millisecond beside one of these.
 */
final class Moments {

    static final List<Long> DURATIONS = List.of(1L, 1_000L, 1_800_000L, 86_400_000L, 172_800_000L);

    static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/Havana"), ZoneId.of("Asia/Kathmandu"));

    /** Around days of 23 and 25 hours in Berlin, of 23 in Havana (from midnight on), and days like any other. */
    private static final List<Instant> BEGINNINGS = List.of(
            Instant.parse("2026-03-27T12:00:00Z"),
            Instant.parse("2026-10-23T12:00:00Z"),
            Instant.parse("2026-03-06T12:00:00Z"),
            Instant.parse("2026-06-01T12:00:00Z"));

    private static final long DAY = 86_400_000L;

    private final Random random;
    private final long beginning;
    private final List<Long> known = new ArrayList<>();

    Moments(Random random) {
        this.random = random;
        this.beginning = pick(BEGINNINGS).toEpochMilli();
        known.add(beginning);
        for (ZoneId zone : ZONES) {
            LocalDate day = Instant.ofEpochMilli(beginning).atZone(zone).toLocalDate();
            for (int i = 1; i < 5; i++) {
                known.add(day.plusDays(i).atStartOfDay(zone).toInstant().toEpochMilli());
            }
        }
    }

    long beginning() {
        return beginning;
    }

    long duration() {
        return pick(DURATIONS);
    }

    /** Any instant of the scenario's days. */
    long any() {
        long instant = near(pick(known));
        known.add(instant);
        return instant;
    }

    /** An instant from {@code least} on, not long after it. */
    long from(long least) {
        List<Long> later = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long candidate = near(pick(known));
            if (candidate >= least) {
                later.add(candidate);
            }
        }
        long next = later.stream().min(Long::compare).orElse(least + pick(List.of(0L, 1L, 1_000L, 1_800_000L)));
        return noted(Math.min(next, least + 2 * DAY));
    }

    /** An instant up to {@code most}. */
    long until(long most) {
        long instant = random.nextBoolean() ? most - duration() + pick(List.of(-1L, 0L, 1L)) : near(pick(known));
        return noted(Math.min(most, instant));
    }

    long noted(long instant) {
        known.add(instant);
        return instant;
    }

    /** A sample of all instants at which an answer may change, and of their neighbours. */
    List<Long> worthALook(long from, int most) {
        TreeSet<Long> candidates = new TreeSet<>();
        for (long instant : known) {
            for (long duration : DURATIONS) {
                for (long shift : new long[] {-duration, 0, duration}) {
                    for (long beside = -1; beside <= 1; beside++) {
                        candidates.add(instant + shift + beside);
                    }
                }
            }
        }
        List<Long> later = new ArrayList<>(candidates.tailSet(from));
        java.util.Collections.shuffle(later, random);
        return later.subList(0, Math.min(most, later.size()));
    }

    private long near(long instant) {
        long shift = random.nextInt(3) == 0 ? 0 : random.nextBoolean() ? duration() : -duration();
        return instant + shift + (random.nextInt(3) == 0 ? random.nextInt(3) - 1 : 0);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
