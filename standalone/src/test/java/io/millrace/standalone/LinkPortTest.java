package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.settings.Env;
import io.millrace.delivery.DeliverySettings;
import io.millrace.standalone.folder.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkPortTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void aPortThatNobodySetIsTheSameAtTheNextStart(@TempDir Path temp) throws IOException {
        int free = freePort();
        try (DataFolder folder = DataFolder.open(temp)) {
            assertThat(settled(folder, Map.of())).isZero();
            linkPort(folder).keep(settings(Map.of()), free);
        }
        try (DataFolder folder = DataFolder.open(temp)) {
            assertThat(settled(folder, Map.of())).isEqualTo(free);
            assertThat(settled(folder, Map.of("MILLRACE_DELIVERY_PORT", "7777")))
                    .isEqualTo(7777);
        }
        assertThat(said()).isEmpty();
    }

    @Test
    void aPortThatAnotherProgramHasIsLeftToItAndSaid(@TempDir Path temp) throws IOException {
        try (DataFolder folder = DataFolder.open(temp);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            linkPort(folder).keep(settings(Map.of()), taken.getLocalPort());

            assertThat(settled(folder, Map.of())).isZero();
            assertThat(said()).startsWith("Port " + taken.getLocalPort() + ", which links in earlier messages lead to");
        }
    }

    @Test
    void aPortThatSomebodySetIsNotKept(@TempDir Path temp) {
        try (DataFolder folder = DataFolder.open(temp)) {
            linkPort(folder).keep(settings(Map.of("MILLRACE_DELIVERY_PORT", "7777")), 7777);

            assertThat(settled(folder, Map.of())).isZero();
        }
    }

    @Test
    void aFileThatSaysNoPortIsNone(@TempDir Path temp) throws IOException {
        try (DataFolder folder = DataFolder.open(temp)) {
            Files.writeString(temp.resolve("link-port"), "70000\n");

            assertThat(settled(folder, Map.of())).isZero();
        }
    }

    @Test
    void linksThatNobodyOutsideCanFollowAreSaid(@TempDir Path temp) {
        try (DataFolder folder = DataFolder.open(temp)) {
            settled(folder, Map.of("MILLRACE_SMTP_URL", "smtp://127.0.0.1:2525"));
            assertThat(said()).contains("set MILLRACE_PUBLIC_URL");
        }
    }

    private int settled(DataFolder folder, Map<String, String> env) {
        return linkPort(folder).settle(settings(env)).port();
    }

    private LinkPort linkPort(DataFolder folder) {
        return new LinkPort(folder, new Console(new PrintStream(said, true, StandardCharsets.UTF_8)));
    }

    private static DeliverySettings settings(Map<String, String> env) {
        return DeliverySettings.from(new Env(env));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }
}
