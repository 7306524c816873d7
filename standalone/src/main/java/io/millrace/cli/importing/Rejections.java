package io.millrace.cli.importing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rejected rows: the first ones of the file for the screen, all of them into a CSV file if one is wanted. Used by
 * one thread.
 */
final class Rejections implements Closeable {

    static final int SHOWN = 20;

    private final PriorityQueue<Rejection> first =
            new PriorityQueue<>(Comparator.comparingLong(Rejection::line).reversed());
    private final @Nullable CSVPrinter file;
    private long count;
    private long unreadable;

    private Rejections(@Nullable CSVPrinter file) {
        this.file = file;
    }

    static Rejections open(@Nullable Path path) throws IOException {
        if (path == null) {
            return new Rejections(null);
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader("line", "reason", "detail", "message_id", "payload")
                .setRecordSeparator('\n')
                .get();
        return new Rejections(new CSVPrinter(Files.newBufferedWriter(path, StandardCharsets.UTF_8), format));
    }

    void add(Rejection rejection) throws IOException {
        count++;
        if (rejection.reason().equals(Rejection.UNREADABLE_ROW)) {
            unreadable++;
        }
        first.add(rejection);
        if (first.size() > SHOWN) {
            first.remove();
        }
        if (file != null) {
            file.printRecord(
                    rejection.line(),
                    rejection.reason(),
                    rejection.detail(),
                    rejection.messageId(),
                    rejection.payload());
        }
    }

    long count() {
        return count;
    }

    /** Those that never left this machine. */
    long unreadable() {
        return unreadable;
    }

    boolean wantsAll() {
        return file != null;
    }

    /** The first ones by line. */
    List<Rejection> first() {
        List<Rejection> sorted = new ArrayList<>(first);
        sorted.sort(Comparator.comparingLong(Rejection::line));
        return sorted;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close(true);
        }
    }
}
