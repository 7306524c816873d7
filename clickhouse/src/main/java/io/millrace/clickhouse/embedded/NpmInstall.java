package io.millrace.clickhouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Installs one npm package into a folder, with its growth told as progress. Runs none of its install scripts. */
final class NpmInstall {

    private static final Duration TIME_LIMIT = Duration.ofMinutes(20);
    private static final long PROGRESS_SECONDS = 2;
    private static final int LINES_OF_ERROR = 8;

    private final String program;
    private final Consumer<String> progress;

    NpmInstall(String program, Consumer<String> progress) {
        this.program = program;
        this.progress = progress;
    }

    void install(String npmPackage, Path folder) throws IOException {
        Path log = folder.resolve("npm.log");
        Process npm = start(npmPackage, folder, log);
        try {
            waitFor(npm, folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedClickHouseException("interrupted while npm was fetching " + npmPackage, e);
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
        if (npm.exitValue() != 0) {
            throw new EmbeddedClickHouseException("npm could not fetch " + npmPackage + " (exit code " + npm.exitValue()
                    + "); is its registry reachable?\n" + lastLines(log));
        }
    }

    private Process start(String npmPackage, Path folder, Path log) {
        ProcessBuilder command = new ProcessBuilder(
                        program,
                        "install",
                        "--prefix",
                        folder.toString(),
                        "--no-save",
                        "--ignore-scripts",
                        "--omit=dev",
                        "--omit=peer",
                        "--no-audit",
                        "--no-fund",
                        npmPackage)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        try {
            return command.start();
        } catch (IOException e) {
            throw new EmbeddedClickHouseException(
                    "npm is needed once to fetch ClickHouse and could not be started: install Node.js with npm, or set"
                            + " MILLRACE_CHDB_DIR to a folder that holds " + ChdbLibrary.FILE_NAME + ", or"
                            + " MILLRACE_CLICKHOUSE_URL to a ClickHouse of your own",
                    e);
        }
    }

    private void waitFor(Process npm, Path folder) throws InterruptedException {
        Instant deadline = Instant.now().plus(TIME_LIMIT);
        while (!npm.waitFor(PROGRESS_SECONDS, TimeUnit.SECONDS)) {
            progress.accept("Fetching ClickHouse: " + FileTrees.size(folder) / 1_000_000 + " of about 570 MB unpacked");
            if (Instant.now().isAfter(deadline)) {
                throw new EmbeddedClickHouseException(
                        "npm did not finish within " + TIME_LIMIT.toMinutes() + " minutes");
            }
        }
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_ERROR), lines.size()));
    }
}
