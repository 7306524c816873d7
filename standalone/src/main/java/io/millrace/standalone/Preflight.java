package io.millrace.standalone;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.standalone.folder.DataFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can be known to be in the way before anything is started. */
final class Preflight {

    private static final long MEGABYTE = 1024 * 1024;

    private final StandaloneSettings settings;

    Preflight(StandaloneSettings settings) {
        this.settings = settings;
    }

    /** A port that some part will listen on, 0 for a free one, and the setting that says so. */
    record WantedPort(String setting, String host, int port) {}

    void check(DataFolder folder, List<WantedPort> ports) {
        requireDisk(folder);
        requireMemory();
        requirePorts(ports);
    }

    private void requireDisk(DataFolder folder) {
        try {
            long free = folder.freeBytes() / MEGABYTE;
            if (free < settings.diskMinMegabytes()) {
                throw new StartFailure("The disk of " + folder.path() + " has " + free + " MB free, Millrace needs "
                        + settings.diskMinMegabytes()
                        + " MB to start; free some space or set MILLRACE_DATA_DIR to another disk"
                        + " (the bound is MILLRACE_DISK_MIN_MB).");
            }
        } catch (IOException e) {
            throw new StartFailure("The free space of " + folder.path() + " cannot be read (" + e + ").", e);
        }
    }

    /** The bean knows the limit of a container. */
    private void requireMemory() {
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MEGABYTE;
        if (total < settings.memoryMinMegabytes()) {
            throw new StartFailure("This machine or container has " + total + " MB of memory, Millrace needs "
                    + settings.memoryMinMegabytes()
                    + " MB; give it more, or use an external Kafka and ClickHouse and lower MILLRACE_MEMORY_MIN_MB.");
        }
    }

    private static void requirePorts(List<WantedPort> ports) {
        Map<Integer, String> chosen = new HashMap<>();
        for (WantedPort wanted : ports) {
            InetAddress address = address(wanted);
            if (wanted.port() != 0) {
                String other = chosen.putIfAbsent(wanted.port(), wanted.setting());
                if (other != null) {
                    throw new StartFailure(wanted.setting() + " and " + other + " are both " + wanted.port()
                            + "; each needs a port of its own.");
                }
                requirePort(wanted, address);
            }
        }
    }

    /** Also for a free port: the address may be wrong all the same. */
    private static InetAddress address(WantedPort wanted) {
        try {
            InetAddress address = InetAddress.getByName(wanted.host());
            if (address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
        } catch (UnknownHostException e) {
            throw new StartFailure("MILLRACE_HOST: there is no host \"" + wanted.host() + "\".", e);
        } catch (SocketException e) {
            throw new StartFailure("The addresses of this machine cannot be read (" + e.getMessage() + ").", e);
        }
        throw new StartFailure("MILLRACE_HOST: this machine has no address \"" + wanted.host()
                + "\"; set it to one that it has, or to 0.0.0.0 for all of them.");
    }

    private static void requirePort(WantedPort wanted, InetAddress address) {
        try (ServerSocket probe = new ServerSocket(wanted.port(), 1, address)) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new StartFailure(
                    "Port " + wanted.port() + " on " + wanted.host() + " cannot be had (" + e.getMessage()
                            + "); stop the program that has it, or set " + wanted.setting()
                            + " to another port, or to 0 for a free one.",
                    e);
        }
    }
}
