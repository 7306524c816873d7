package io.millrace.standalone.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The number of a data folder's layout and the way from older ones. A step is recorded when it is done, so one that was
 * interrupted runs again: every step must bear that.
 */
final class Layout {

    static final String FILE = "layout";
    private static final int FIRST = 1;

    /** Takes a folder from one layout to the next. */
    @FunctionalInterface
    interface Step {
        void run(Path folder) throws IOException;
    }

    /** The layout of this version; no older one exists. */
    static final Layout CURRENT = new Layout(List.of());

    private final List<Step> steps;

    /** @param steps the first leads from layout 1 to 2, and so on */
    Layout(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    int number() {
        return FIRST + steps.size();
    }

    /** Leaves the folder with this layout, or as it was if it is a newer one. */
    void bring(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            write(file, number());
            return;
        }
        int found = read(file);
        if (found > number()) {
            throw new DataFolderException("The data folder " + folder + " has layout " + found
                    + " of a newer Millrace, this one knows layouts up to " + number()
                    + "; start the newer version or set MILLRACE_DATA_DIR to another folder.");
        }
        for (int at = found; at < number(); at++) {
            steps.get(at - FIRST).run(folder);
            write(file, at + 1);
        }
    }

    private static int read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            int number = Integer.parseInt(text);
            if (number >= FIRST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw unreadable(file, text);
        }
        throw unreadable(file, text);
    }

    private static DataFolderException unreadable(Path file, String text) {
        return new DataFolderException("The file " + file + " should hold a layout number, found \"" + text
                + "\"; is this a data folder of Millrace?");
    }

    private static void write(Path file, int number) throws IOException {
        AtomicFile.write(file, number + "\n");
    }
}
