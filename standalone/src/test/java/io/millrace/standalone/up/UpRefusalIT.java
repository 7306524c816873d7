package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.folder.DataFolder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keeps it from starting is said in one sentence, and the exit code is not zero. */
@Timeout(120)
class UpRefusalIT {

    @Test
    void aTakenPort(@TempDir Path data) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refusal(data, Map.of("MILLRACE_API_PORT", port)))
                    .startsWith("millrace: Port " + port + " on 127.0.0.1 cannot be had")
                    .contains("MILLRACE_API_PORT");
        }
    }

    @Test
    void aFolderInUse(@TempDir Path data) {
        try (DataFolder folder = DataFolder.open(data)) {
            assertThat(refusal(data, Map.of()))
                    .startsWith("millrace: The data folder " + folder.path() + " is in use by another Millrace");
        }
    }

    @Test
    void aFolderOfANewerVersion(@TempDir Path data) throws Exception {
        Files.writeString(data.resolve("layout"), "99\n");

        assertThat(refusal(data, Map.of())).contains("has layout 99 of a newer Millrace");
    }

    @Test
    void aFolderThatCannotBeWritten(@TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "in the way");

        assertThat(refusal(file.resolve("data"), Map.of())).contains("cannot be written");
    }

    @Test
    void aFullDisk(@TempDir Path data) {
        assertThat(refusal(data, Map.of("MILLRACE_DISK_MIN_MB", "1000000000"))).contains("MB free, Millrace needs");
    }

    @Test
    void tooLittleMemory(@TempDir Path data) {
        assertThat(refusal(data, Map.of("MILLRACE_MEMORY_MIN_MB", "1000000000")))
                .contains("MB of memory, Millrace needs");
    }

    @Test
    void aSettingThatIsNoNumber(@TempDir Path data) {
        assertThat(refusal(data, Map.of("MILLRACE_API_PORT", "many")))
                .isEqualTo("millrace: MILLRACE_API_PORT: found \"many\", expected a whole number from 0 to 65535");
    }

    @Test
    void noNpmAtTheFirstStart(@TempDir Path data, @TempDir Path empty) {
        assertThat(refusal(
                        data,
                        Map.of(
                                "PATH",
                                empty.toString(),
                                "MILLRACE_CHDB_DIR",
                                empty.resolve("chdb").toString())))
                .contains("npm");
    }

    @Test
    void aKeyThatDiffersFromTheStoredOne(@TempDir Path data) {
        try (UpProcess up = UpProcess.start(data, Map.of())) {
            assertThat(up.terminate()).isZero();
        }

        assertThat(refusal(data, Map.of("MILLRACE_WRITE_KEY", "another")))
                .startsWith("millrace: MILLRACE_WRITE_KEY differs from the key that was stored at the first start");
    }

    @Test
    void aClickHouseThatDoesNotAnswer(@TempDir Path data) {
        assertThat(refusal(data, Map.of("MILLRACE_CLICKHOUSE_URL", "http://127.0.0.1:1")))
                .startsWith("millrace: ClickHouse at http://127.0.0.1:1");
    }

    /** The last line it said, which no stack trace precedes. */
    private static String refusal(Path data, Map<String, String> settings) {
        try (UpProcess up = UpProcess.launch(data, new HashMap<>(settings))) {
            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.output()).noneMatch(line -> line.startsWith("\tat "));
            return up.output().get(up.output().size() - 1);
        }
    }
}
