package io.millrace.clickhouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The server process last started on a folder, by id and start time, so that one which outlived its parent is found
 * again and no other process of the same id is taken for it.
 */
record ProcessRecord(long pid, long startedMillis) {

    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    static ProcessRecord of(ProcessHandle process) {
        return new ProcessRecord(process.pid(), startedMillis(process));
    }

    void write(Path file) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, pid + " " + startedMillis + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedClickHouseException("cannot write " + file + ": " + e, e);
        }
    }

    static Optional<ProcessRecord> read(Path file) {
        try {
            String[] numbers = Files.readString(file).strip().split(" ", -1);
            return numbers.length == 2
                    ? Optional.of(new ProcessRecord(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])))
                    : Optional.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedClickHouseException("cannot read " + file + ": " + e, e);
        }
    }

    /** The process itself if it still runs. */
    Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startedMillis(process) == startedMillis);
    }

    /** Ends the process if it still runs; returns when it is gone. */
    void end() {
        running().ifPresent(process -> {
            process.destroyForcibly();
            try {
                process.onExit().get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedClickHouseException("interrupted while ending process " + pid, e);
            } catch (ExecutionException | TimeoutException e) {
                throw new EmbeddedClickHouseException(
                        "an earlier ClickHouse, process " + pid + ", still uses the data folder and cannot be ended",
                        e);
            }
        });
    }

    private static long startedMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
