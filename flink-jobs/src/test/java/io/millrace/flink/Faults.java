package io.millrace.flink;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Where a job of a test fails, how often, and by chance when. Shared through a static since Flink makes copies of
 * everything that a job is given; one test at a time.
 */
final class Faults {

    /** The steps between which a job may fail. */
    enum Step {
        SPILL_SYNC,
        SPILL_OPEN,
        BEFORE_INSERT,
        AFTER_INSERT,
        SPILL_DELETE
    }

    private static final Map<Step, Integer> LEFT = Collections.synchronizedMap(new EnumMap<>(Step.class));
    private static volatile Random chance = new Random(0);

    private Faults() {}

    /** Each step fails so often in all, each time it is passed with a chance of one in four. */
    static void arm(long seed, int timesEach) {
        chance = new Random(seed);
        for (Step step : Step.values()) {
            LEFT.put(step, timesEach);
        }
    }

    static void disarm() {
        LEFT.clear();
    }

    static Map<Step, Integer> left() {
        return Map.copyOf(LEFT);
    }

    static boolean strikes(Step step) {
        if (LEFT.getOrDefault(step, 0) == 0 || chance.nextInt(4) != 0) {
            return false;
        }
        LEFT.merge(step, -1, Integer::sum);
        return true;
    }

    static void at(Step step) throws IOException {
        if (strikes(step)) {
            throw new IOException("fault at " + step);
        }
    }
}
