package io.millrace.clickhouse.embedded;

import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The ClickHouse engine as a shared library, from npm's package chdb: fetched once into a folder of the user's and
 * then used from there. The file appears under its name only when it is complete; of several processes that miss it
 * at once, one fetches and the others wait.
 */
final class ChdbLibrary {

    static final String VERSION = "3.4.0";
    static final String FILE_NAME = "libchdb.so";

    private static final String DOWNLOAD_PREFIX = "download-";

    private final Path directory;
    private final Consumer<String> progress;
    private final NpmInstall npm;

    ChdbLibrary(Path directory, Consumer<String> progress) {
        this(directory, progress, new NpmInstall("npm", progress));
    }

    ChdbLibrary(Path directory, Consumer<String> progress, NpmInstall npm) {
        this.directory = directory;
        this.progress = progress;
        this.npm = npm;
    }

    /** {@code MILLRACE_CHDB_DIR}, else a folder named after the version in the user's cache. */
    static Path directory(Env env) {
        Path cache = env.text("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return env.text("MILLRACE_CHDB_DIR").map(Path::of).orElseGet(() -> cache.resolve("millrace")
                .resolve("chdb-" + VERSION));
    }

    /** The library's file, fetched first if it is missing. */
    Path file() {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            fetchAlone(file);
        }
        return file;
    }

    private void fetchAlone(Path file) {
        synchronized (ChdbLibrary.class) {
            try {
                Files.createDirectories(directory);
                try (FileChannel channel = FileChannel.open(
                                directory.resolve("fetching.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !Files.exists(file)) {
                        fetch(file);
                    }
                }
            } catch (IOException e) {
                throw new EmbeddedClickHouseException(
                        "the ClickHouse library could not be put into " + directory + ": " + e, e);
            }
        }
    }

    private void fetch(Path file) throws IOException {
        deleteAbandonedDownloads();
        progress.accept(
                "Fetching ClickHouse once (npm package chdb " + VERSION + ", about 570 MB on disk) into " + directory);
        Path download = Files.createTempDirectory(directory, DOWNLOAD_PREFIX);
        try {
            npm.install("chdb@" + VERSION, download);
            Files.move(libraryIn(download), file, StandardCopyOption.ATOMIC_MOVE);
            progress.accept("ClickHouse is fetched");
        } finally {
            FileTrees.delete(download);
        }
    }

    private void deleteAbandonedDownloads() throws IOException {
        List<Path> abandoned;
        try (Stream<Path> files = Files.list(directory)) {
            abandoned = files.filter(file -> file.getFileName().toString().startsWith(DOWNLOAD_PREFIX))
                    .toList();
        }
        abandoned.forEach(FileTrees::delete);
    }

    private static Path libraryIn(Path download) throws IOException {
        try (Stream<Path> files = Files.walk(download)) {
            return files.filter(file -> file.getFileName().toString().equals(FILE_NAME))
                    .findFirst()
                    .orElseThrow(() -> new EmbeddedClickHouseException("npm's package chdb " + VERSION + " has no "
                            + FILE_NAME + " for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch")
                            + "; set MILLRACE_CLICKHOUSE_URL to a ClickHouse of"
                            + " your own"));
        }
    }
}
