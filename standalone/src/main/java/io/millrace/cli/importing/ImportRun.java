package io.millrace.cli.importing;

import io.millrace.cli.sending.Batch;
import io.millrace.cli.sending.BatchCutter;
import io.millrace.cli.sending.Sender;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source to its end and hands every row that is not taken yet to the sender. Rows that make events have the
 * positions 1, 2, 3 and so on, the same in every run over the same file. Used by one thread.
 */
final class ImportRun {

    /** How often progress is shown at most, in rows. */
    private static final int PROGRESS_EVERY = 256;

    private final RowSource source;
    private final EventWriter events;
    private final ImportState state;
    private final Rejections rejections;
    private final LineMap lines = new LineMap();
    private long rows;
    private long positions;
    private long sent;

    ImportRun(RowSource source, EventWriter events, ImportState state, Rejections rejections) {
        this.source = source;
        this.events = events;
        this.state = state;
        this.rejections = rejections;
    }

    /** Sends everything and waits until ingest has taken it. */
    void send(Sender sender, Progress progress, LongSupplier bytesRead) throws IOException, InterruptedException {
        BatchCutter cutter = new BatchCutter();
        Reading reading = source.next();
        while (reading != null) {
            rows++;
            byte[] event = event(reading);
            if (event != null) {
                positions++;
                lines.add(positions, reading.line());
                if (!state.isTaken(positions)) {
                    sent++;
                    submit(cutter.add(positions, event), sender);
                }
            }
            if (rows % PROGRESS_EVERY == 0) {
                progress.at(bytesRead.getAsLong(), sent);
            }
            reading = source.next();
        }
        submit(cutter.rest(), sender);
        sender.finish();
        progress.at(bytesRead.getAsLong(), sent);
    }

    private byte @Nullable [] event(Reading reading) throws IOException {
        if (reading instanceof Reading.Unreadable) {
            rejections.add(Rejection.unreadable(reading.line(), ((Reading.Unreadable) reading).problem()));
            return null;
        }
        try {
            return events.event((Reading.Row) reading);
        } catch (UnfitValueException e) {
            rejections.add(Rejection.unreadable(reading.line(), e.problem()));
            return null;
        }
    }

    private static void submit(Optional<Batch> batch, Sender sender) throws InterruptedException {
        if (batch.isPresent()) {
            sender.submit(batch.get());
        }
    }

    /** Rows of the file, readable or not. */
    long rows() {
        return rows;
    }

    /** Rows sent by this run, not by an earlier one. */
    long sent() {
        return sent;
    }

    /** Where the row at a position begins. */
    long line(long position) {
        return lines.line(position);
    }
}
