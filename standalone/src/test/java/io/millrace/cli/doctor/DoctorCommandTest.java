package io.millrace.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeInstance;
import io.millrace.cli.Ran;
import io.millrace.cli.doctor.Finding.Level;
import io.millrace.core.settings.Env;
import io.millrace.streams.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    private final Path folder;

    DoctorCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aHealthyInstanceHasNoFailures() throws IOException {
        try (FakeInstance instance = new FakeInstance()) {
            Map<String, String> env = new HashMap<>(instance.env(folder));
            env.put("MILLRACE_MEMORY_MIN_MB", "1");
            env.put("MILLRACE_DISK_MIN_MB", "1");

            Ran ran = Ran.of(new DoctorCommand(new Env(env)));

            assertThat(ran.exitCode()).as(ran.out()).isZero();
            assertThat(ran.out())
                    .contains("java")
                    .contains(instance.url() + " is healthy")
                    .contains("Nothing fails.");
            assertThat(folder.resolve("data")).as("nothing is changed").doesNotExist();
        }
    }

    @Test
    void tooLittleOfAnythingFailsWithWhatToDo() {
        MachineCheck check = new MachineCheck(folder, new Env(Map.of()));

        assertThat(MachineCheck.java(16).level()).isEqualTo(Level.FAIL);
        assertThat(check.memory(2_999).level()).isEqualTo(Level.FAIL);
        assertThat(check.memory(3_000).level()).isEqualTo(Level.OK);
        assertThat(check.disk(1_023).next()).contains("MILLRACE_DATA_DIR");
        assertThat(check.disk(1_024).level()).isEqualTo(Level.WARN);
        assertThat(check.disk(5_120).level()).isEqualTo(Level.OK);
    }

    @Test
    void aMissingProgramIsAWarning() throws InterruptedException {
        Finding found = ToolCheck.tool("npm", "no-such-program-as-this", "install it");
        assertThat(found).isEqualTo(Finding.warn("npm", "not found", "install it"));
    }

    @Test
    void aDataFolderOfANewerVersionFailsAndOneInUseIsSeen() throws IOException {
        Files.writeString(folder.resolve("layout"), "99\n");
        Files.createFile(folder.resolve("lock"));
        FolderCheck check = new FolderCheck(folder);
        assertThat(check.findings()).extracting(Finding::level).containsExactly(Level.FAIL, Level.OK);
        assertThat(check.inUse()).isFalse();

        try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(check.inUse()).isTrue();
        }
    }

    @Test
    void aPortTakenBySomethingElseFails() throws IOException, InterruptedException {
        ServiceCheck check = new ServiceCheck(Clock.systemUTC());
        URI base;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            base = URI.create("http://127.0.0.1:" + other.getLocalPort());
            Thread hangsUp = new Thread(() -> hangUp(other));
            hangsUp.setDaemon(true);
            hangsUp.start();
            assertThat(check.findings("ingest", base, "MILLRACE_INGEST_PORT", false))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.next()).contains("MILLRACE_INGEST_PORT"));
        }
        assertThat(check.findings("ingest", base, "MILLRACE_INGEST_PORT", false))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
        assertThat(check.findings("ingest", base, "MILLRACE_INGEST_PORT", true))
                .extracting(Finding::level)
                .containsExactly(Level.FAIL);
    }

    @Test
    void clocksMayDifferByFiveSeconds() {
        assertThat(ServiceCheck.clock("api", Duration.ofSeconds(-5)).level()).isEqualTo(Level.OK);
        assertThat(ServiceCheck.clock("api", Duration.ofSeconds(6)).found()).isEqualTo("api is 6 s ahead");
    }

    @Test
    void kafkasLimitsAndTopicsAreCompared() {
        assertThat(KafkaCheck.broker(
                        Map.of("transaction.max.timeout.ms", "900000", "socket.request.max.bytes", "104857600")))
                .extracting(Finding::level)
                .containsExactly(Level.OK, Level.OK);
        assertThat(KafkaCheck.broker(
                        Map.of("transaction.max.timeout.ms", "60000", "socket.request.max.bytes", "1000000")))
                .extracting(Finding::level)
                .containsExactly(Level.FAIL, Level.FAIL);

        Topics.Spec events = Topics.all().get(0);
        assertThat(KafkaCheck.topic(events, 12, events.settings()).level()).isEqualTo(Level.OK);
        assertThat(KafkaCheck.topic(events, 6, events.settings()).level()).isEqualTo(Level.FAIL);
        Map<String, String> otherTime = new HashMap<>(events.settings());
        otherTime.put("message.timestamp.type", "CreateTime");
        assertThat(KafkaCheck.topic(events, 12, otherTime).next())
                .endsWith("--add-config message.timestamp.type=LogAppendTime");
    }

    @Test
    void aClickHouseThatIsNotThereFails() throws InterruptedException {
        assertThat(List.of("http://127.0.0.1:1", "no address"))
                .allSatisfy(url -> assertThat(new ClickHouseCheck(url).findings())
                        .extracting(Finding::level)
                        .containsExactly(Level.FAIL));
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // Closed by the test: nothing is left to do.
            return;
        }
    }
}
