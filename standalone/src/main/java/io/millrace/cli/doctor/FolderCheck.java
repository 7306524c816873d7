package io.millrace.cli.doctor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The data folder: whether it is one, of which layout, and whether an instance has it open. Changes nothing in it. */
final class FolderCheck {

    private static final int LAYOUT = 1;

    private final Path folder;

    FolderCheck(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    List<Finding> findings() {
        if (!Files.exists(folder)) {
            return List.of(Finding.ok("data folder", folder + " does not exist yet; the first start makes it"));
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return List.of(Finding.fail(
                    "data folder",
                    folder + " is no folder this user can write",
                    "set MILLRACE_DATA_DIR to another, or change its owner"));
        }
        return List.of(layout(), use());
    }

    private Finding layout() {
        Path file = folder.resolve("layout");
        if (!Files.exists(file)) {
            return Finding.ok("layout", "none yet; the first start writes it");
        }
        try {
            String text = Files.readString(file).strip();
            int found = Integer.parseInt(text);
            return found <= LAYOUT
                    ? Finding.ok("layout", "number " + found)
                    : Finding.fail(
                            "layout",
                            "number " + found + " is of a newer Millrace, this one knows " + LAYOUT,
                            "start the newer version, or set MILLRACE_DATA_DIR to another folder");
        } catch (IOException | NumberFormatException e) {
            return Finding.fail("layout", file + " holds no number", "is this a data folder of Millrace?");
        }
    }

    private Finding use() {
        return inUse()
                ? Finding.ok("instance", "running on " + folder)
                : Finding.ok("instance", "stopped; `millrace up` starts it");
    }

    boolean inUse() {
        Path lock = folder.resolve("lock");
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
