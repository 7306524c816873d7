package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.settings.Env;
import io.millrace.standalone.Preflight.WantedPort;
import io.millrace.standalone.folder.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

    private static final String HOST = "127.0.0.1";

    @Test
    void tooLittleDiskIsSaid(@TempDir Path temp) {
        assertThatThrownBy(() -> check(temp, Map.of("MILLRACE_DISK_MIN_MB", "1000000000"), List.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("MB free, Millrace needs 1000000000 MB to start");
    }

    @Test
    void tooLittleMemoryIsSaid(@TempDir Path temp) {
        assertThatThrownBy(() -> check(temp, Map.of("MILLRACE_MEMORY_MIN_MB", "1000000000"), List.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("MB of memory, Millrace needs 1000000000 MB");
    }

    @Test
    void aTakenPortIsNamedWithItsSetting(@TempDir Path temp) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            WantedPort wanted = new WantedPort("MILLRACE_API_PORT", HOST, taken.getLocalPort());

            assertThatThrownBy(() -> check(temp, Map.of(), List.of(wanted)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("Port " + taken.getLocalPort() + " on 127.0.0.1 cannot be had (")
                    .hasMessageContaining("set MILLRACE_API_PORT to another port, or to 0 for a free one.");
        }
    }

    @Test
    void anAddressThatThisMachineHasNotIsNamedForAFreePortToo(@TempDir Path temp) {
        assertThatThrownBy(() -> check(temp, Map.of(), List.of(new WantedPort("ONE", "192.0.2.1", 0))))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("MILLRACE_HOST: this machine has no address \"192.0.2.1\"");
        assertThatThrownBy(() -> check(temp, Map.of(), List.of(new WantedPort("ONE", "nowhere.invalid", 0))))
                .isInstanceOf(StartFailure.class)
                .hasMessage("MILLRACE_HOST: there is no host \"nowhere.invalid\".");
    }

    @Test
    void twoPartsCannotShareAPort(@TempDir Path temp) throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            free = socket.getLocalPort();
        }
        List<WantedPort> ports = List.of(new WantedPort("ONE", HOST, free), new WantedPort("TWO", HOST, free));

        assertThatThrownBy(() -> check(temp, Map.of(), ports))
                .hasMessage("TWO and ONE are both " + free + "; each needs a port of its own.");
        assertThatCode(() -> check(
                        temp,
                        Map.of(),
                        List.of(
                                new WantedPort("ONE", HOST, free),
                                new WantedPort("TWO", HOST, 0),
                                new WantedPort("THREE", HOST, 0))))
                .doesNotThrowAnyException();
    }

    private static void check(Path temp, Map<String, String> variables, List<WantedPort> ports) {
        StandaloneSettings settings = StandaloneSettings.from(new Env(variables));
        try (DataFolder folder = DataFolder.open(temp)) {
            new Preflight(settings).check(folder, ports);
        }
    }
}
