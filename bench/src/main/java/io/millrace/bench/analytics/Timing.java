package io.millrace.bench.analytics;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/** How long a thing took in several runs, in nanoseconds, sorted. */
record Timing(long[] nanos) {

    Timing {
        nanos = nanos.clone();
        Arrays.sort(nanos);
    }

    double medianMillis() {
        return nanos[nanos.length / 2] / 1e6;
    }

    double longestMillis() {
        return nanos[nanos.length - 1] / 1e6;
    }

    /** Of each thing as many runs, in turn, so that what else the machine does meets all of them alike. */
    static Timing[] inTurn(int runs, Runnable... things) {
        long[][] nanos = new long[things.length][runs];
        for (int run = 0; run < runs; run++) {
            for (int thing = 0; thing < things.length; thing++) {
                long start = System.nanoTime();
                things[thing].run();
                nanos[thing][run] = System.nanoTime() - start;
            }
        }
        return Arrays.stream(nanos).map(Timing::new).toArray(Timing[]::new);
    }

    /** What the machine has to do beside the measured work. */
    static String load() {
        return String.format(
                Locale.ROOT,
                "load average %.1f on %d processors",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
