package io.millrace.cli.importing;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far an import is: a bar on a terminal, else a line every few seconds. */
interface Progress extends AutoCloseable {

    /** How many bytes of the file are read and how many rows sent. */
    void at(long bytes, long rows);

    @Override
    void close();

    /** @param totalBytes -1 if unknown */
    static Progress onTerminal(long totalBytes, PrintStream terminal) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Importing")
                .setInitialMax(totalBytes)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setUnit(
                        totalBytes >= 0 && totalBytes < 1 << 20 ? " KB" : " MB",
                        totalBytes >= 0 && totalBytes < 1 << 20 ? 1 << 10 : 1 << 20)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .build();
        long start = System.nanoTime();
        return new Progress() {
            @Override
            public void at(long bytes, long rows) {
                bar.stepTo(bytes);
                bar.setExtraMessage(rowsAndRate(rows, Duration.ofNanos(System.nanoTime() - start)));
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    /** @param totalBytes -1 if unknown */
    static Progress inLines(long totalBytes, PrintWriter out, Duration every) {
        long start = System.nanoTime();
        return new Progress() {
            private long next = start + every.toNanos();

            @Override
            public void at(long bytes, long rows) {
                long now = System.nanoTime();
                if (now - next < 0) {
                    return;
                }
                next = now + every.toNanos();
                Duration elapsed = Duration.ofNanos(now - start);
                out.println("Importing: " + rowsAndRate(rows, elapsed) + shareAndRest(bytes, totalBytes, elapsed));
                out.flush();
            }

            @Override
            public void close() {
                out.flush();
            }
        };
    }

    static String rowsAndRate(long rows, Duration elapsed) {
        long perSecond = Math.round(rows * 1000.0 / Math.max(1, elapsed.toMillis()));
        return String.format(Locale.ROOT, "%,d rows, %,d rows/s", rows, perSecond);
    }

    /** How much of the file is read and how long the rest takes at the same rate; empty if the length is unknown. */
    static String shareAndRest(long bytes, long totalBytes, Duration elapsed) {
        if (totalBytes <= 0 || bytes <= 0) {
            return "";
        }
        double share = Math.min(1, (double) bytes / totalBytes);
        long seconds = Math.round(elapsed.toMillis() * (1 - share) / share / 1000);
        return String.format(
                Locale.ROOT, ", %d %%, %d:%02d remaining", (int) (share * 100), seconds / 60, seconds % 60);
    }
}
