package io.millrace.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts in the place of npm. */
class ChdbLibraryTest {

    private final Path cache;
    private final Path folder;
    private final List<String> progress = new ArrayList<>();

    ChdbLibraryTest(@TempDir Path folder) {
        this.folder = folder;
        this.cache = folder.resolve("cache");
    }

    @Test
    void theFolderIsNamedAfterTheVersionUnlessSet() {
        assertThat(ChdbLibrary.directory(new Env(Map.of("XDG_CACHE_HOME", "/c"))))
                .isEqualTo(Path.of("/c/millrace/chdb-3.4.0"));
        assertThat(ChdbLibrary.directory(new Env(Map.of("XDG_CACHE_HOME", "/c", "MILLRACE_CHDB_DIR", "/d"))))
                .isEqualTo(Path.of("/d"));
    }

    @Test
    void isFetchedOnceAndLeavesNothingElse() throws IOException {
        ChdbLibrary library = library(npmThatInstalls());

        Path file = library.file();
        library.file();

        assertThat(file).isEqualTo(cache.resolve("libchdb.so")).hasContent("library\n");
        assertThat(installs()).isEqualTo(1);
        assertThat(namesInCache()).containsExactlyInAnyOrder("libchdb.so", "fetching.lock");
        assertThat(progress).first().asString().contains("Fetching ClickHouse once");
    }

    @Test
    void severalAtOnceFetchOnce() throws IOException {
        String npm = npmThatInstalls();

        List<CompletableFuture<Path>> files = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> library(npm).file()))
                .toList();

        assertThat(files).allSatisfy(file -> assertThat(file.join()).exists());
        assertThat(installs()).isEqualTo(1);
    }

    @Test
    void whatAKilledDownloadLeftIsCleared() throws IOException {
        Files.createDirectories(cache.resolve("download-123").resolve("node_modules"));
        Files.writeString(cache.resolve("download-123").resolve("libchdb.so"), "half");

        library(npmThatInstalls()).file();

        assertThat(namesInCache()).containsExactlyInAnyOrder("libchdb.so", "fetching.lock");
    }

    @Test
    void aFailedDownloadIsNoHalfCacheAndSaysWhatNpmSaid() throws IOException {
        String npm = script("echo npm error network unreachable; mkdir -p $3/x; echo half > $3/x/libchdb.so; exit 3");

        assertThatThrownBy(() -> library(npm).file())
                .isInstanceOf(EmbeddedClickHouseException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("network unreachable");
        assertThat(namesInCache()).containsExactly("fetching.lock");
    }

    @Test
    void aMissingNpmIsNamedWithTheWaysOut() {
        assertThatThrownBy(() -> library(folder.resolve("no-npm").toString()).file())
                .isInstanceOf(EmbeddedClickHouseException.class)
                .hasMessageContaining("npm is needed once")
                .hasMessageContaining("MILLRACE_CHDB_DIR")
                .hasMessageContaining("MILLRACE_CLICKHOUSE_URL");
    }

    @Test
    void aPackageWithoutTheLibraryIsForAnotherMachine() throws IOException {
        String npm = script("exit 0");

        assertThatThrownBy(() -> library(npm).file())
                .isInstanceOf(EmbeddedClickHouseException.class)
                .hasMessageContaining("libchdb.so")
                .hasMessageContaining(System.getProperty("os.arch"));
    }

    private ChdbLibrary library(String npm) {
        return new ChdbLibrary(cache, progress::add, new NpmInstall(npm, progress::add));
    }

    /** The third argument is the folder, as in {@code npm install --prefix FOLDER}. */
    private String npmThatInstalls() throws IOException {
        return script("echo once >> " + folder.resolve("installs")
                + "; mkdir -p $3/node_modules/lib; echo library > $3/node_modules/lib/libchdb.so");
    }

    private String script(String commands) throws IOException {
        Path script = folder.resolve("npm.sh");
        Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private int installs() throws IOException {
        return Files.readAllLines(folder.resolve("installs")).size();
    }

    private List<String> namesInCache() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
