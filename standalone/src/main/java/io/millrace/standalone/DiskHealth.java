package io.millrace.standalone;

import io.millrace.core.health.HealthCheck;
import io.millrace.standalone.folder.DataFolder;
import java.io.IOException;
import java.util.Optional;

/** Says so before the disk is full: Kafka ends itself when it cannot write. Thread-safe. */
final class DiskHealth implements HealthCheck {

    private static final long MEGABYTE = 1024 * 1024;
    private static final long LEAST_MEGABYTES = 256;

    private final DataFolder folder;

    DiskHealth(DataFolder folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Optional<String> problem() {
        try {
            long free = folder.freeBytes() / MEGABYTE;
            return free >= LEAST_MEGABYTES
                    ? Optional.empty()
                    : Optional.of("the disk of " + folder.path() + " has " + free + " MB free, fewer than "
                            + LEAST_MEGABYTES);
        } catch (IOException e) {
            return Optional.of("the free space of " + folder.path() + " cannot be read: " + e.getMessage());
        }
    }
}
