package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What processes use, as Linux accounts for it: resident memory, CPU time and writes to disk. Other systems have no figures here. */
final class Usage {

    private static final double TICKS_PER_SECOND = 100;

    private Usage() {}

    /** One process at one moment. */
    record Sample(long pid, String name, long residentBytes, double cpuSeconds, long writtenBytes) {
        String megabytes() {
            return String.format(Locale.ROOT, "%,d MB", residentBytes / 1_000_000);
        }
    }

    static List<Sample> of(List<ProcessHandle> processes) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (ProcessHandle process : processes) {
            try {
                samples.add(sample(process.pid()));
            } catch (NoSuchFileException e) {
                continue; // It has ended since it was listed.
            }
        }
        return samples;
    }

    private static Sample sample(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String command = Files.readString(proc.resolve("cmdline")).replace('\0', ' ');
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double cpuSeconds = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        long residentBytes = 0;
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                residentBytes = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return new Sample(pid, name(command), residentBytes, cpuSeconds, written(proc.resolve("io")));
    }

    /** What reached a disk, or will: files that were deleted before that do not count. */
    private static long written(Path io) throws IOException {
        long bytes = 0;
        for (String line : Files.readAllLines(io)) {
            long number = Long.parseLong(line.replaceAll("\\D", ""));
            if (line.startsWith("write_bytes:")) {
                bytes += number;
            } else if (line.startsWith("cancelled_write_bytes:")) {
                bytes -= number;
            }
        }
        return bytes;
    }

    private static String name(String command) {
        if (command.contains("io.millrace.clickhouse")) {
            return "ClickHouse";
        }
        return command.contains("io.millrace.standalone")
                ? "services (Kafka, Flink, ingest-api, query-api)"
                : command.strip();
    }
}
