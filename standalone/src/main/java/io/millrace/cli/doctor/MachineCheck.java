package io.millrace.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Java, memory and disk of the machine. */
final class MachineCheck {

    private static final int JAVA_MIN = 17;
    private static final long MEGABYTE = 1024 * 1024;

    private final Path dataFolder;
    private final long memoryMinMegabytes;
    private final long diskMinMegabytes;

    MachineCheck(Path dataFolder, Env env) {
        this.dataFolder = dataFolder;
        this.memoryMinMegabytes = env.number("MILLRACE_MEMORY_MIN_MB", 3_000, 0, 1L << 30);
        this.diskMinMegabytes = env.number("MILLRACE_DISK_MIN_MB", 1_024, 0, 1L << 30);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java(Runtime.version().feature()));
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        findings.add(memory(system.getTotalMemorySize() / MEGABYTE));
        try {
            findings.add(disk(usableMegabytes()));
        } catch (IOException e) {
            findings.add(Finding.warn("disk", "cannot be asked: " + e.getMessage(), "look at " + dataFolder));
        }
        return findings;
    }

    static Finding java(int feature) {
        return feature >= JAVA_MIN
                ? Finding.ok("java", "version " + feature)
                : Finding.fail("java", "version " + feature, "install a JDK " + JAVA_MIN + " or newer");
    }

    /** @param megabytes of the container, if there is one, else of the machine */
    Finding memory(long megabytes) {
        String found = megabytes + " MB";
        return megabytes >= memoryMinMegabytes
                ? Finding.ok("memory", found)
                : Finding.fail("memory", found, "give the machine or container at least " + memoryMinMegabytes + " MB");
    }

    Finding disk(long megabytes) {
        String found = megabytes + " MB free for " + dataFolder;
        if (megabytes < diskMinMegabytes) {
            return Finding.fail(
                    "disk",
                    found,
                    "free at least " + diskMinMegabytes + " MB, or set MILLRACE_DATA_DIR to another disk");
        }
        return megabytes < 5 * diskMinMegabytes
                ? Finding.warn("disk", found, "history and checkpoints grow; free some space soon")
                : Finding.ok("disk", found);
    }

    private long usableMegabytes() throws IOException {
        Path existing = dataFolder.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            @Nullable Path parent = existing.getParent();
            if (parent == null) {
                throw new IOException("no folder above " + dataFolder + " exists");
            }
            existing = parent;
        }
        return Files.getFileStore(existing).getUsableSpace() / MEGABYTE;
    }
}
