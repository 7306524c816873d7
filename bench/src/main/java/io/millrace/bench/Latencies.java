package io.millrace.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** How long things took from one place to another, in microseconds, shortest first. */
record Latencies(long[] micros) {

    /** Of all that were sent, each of which was seen. Both maps hold {@link System#nanoTime} by the same names. */
    static Latencies between(Map<String, Long> sentNanos, Map<String, Long> seenNanos) {
        long[] micros = sentNanos.entrySet().stream()
                .mapToLong(sent -> {
                    Long seen = seenNanos.get(sent.getKey());
                    if (seen == null) {
                        throw new IllegalArgumentException(sent.getKey() + " was not seen");
                    }
                    return (seen - sent.getValue()) / 1_000;
                })
                .sorted()
                .toArray();
        return new Latencies(micros);
    }

    private double percentileMillis(double share) {
        int place = (int) Math.ceil(share * micros.length) - 1;
        return Arrays.stream(micros).skip(Math.max(0, place)).findFirst().orElse(0) / 1_000.0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d, p50 %.0f ms, p99 %.0f ms, most %.0f ms",
                micros.length,
                percentileMillis(0.50),
                percentileMillis(0.99),
                percentileMillis(1.0));
    }
}
