package io.millrace.query.contact;

import io.millrace.query.request.ProblemException;
import io.millrace.query.write.BulkWrites;
import io.millrace.query.write.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one file into the stream, row by row as it arrives, with the memory of a few rows. When it returns, every row is
 * in the stream or among the errors. Used by one thread.
 */
final class ContactImport {

    private static final Duration STATUS_EVERY = Duration.ofSeconds(2);
    private static final int ERRORS_BATCH = 500;

    private final String workspace;
    private final String keyId;
    private final ImportStore store;
    private final BulkWrites writes;
    private final Clock clock;
    private final List<ImportRow> errors = new ArrayList<>();
    private ImportStatus status;
    private int step;
    private long rows;
    private long accepted;
    private long rejected;

    ContactImport(
            String workspace, String keyId, ImportStatus begun, ImportStore store, BulkWrites writes, Clock clock) {
        this.workspace = workspace;
        this.keyId = keyId;
        this.status = begun;
        this.store = store;
        this.writes = writes;
        this.clock = clock;
    }

    /** Ends the request, and the import as failed, where the file or the stream does not go on. */
    ImportStatus run(ImportFormat.Opened file) {
        store.put(workspace, status, step);
        try {
            ImportRow.Source source = file.open();
            for (Optional<ImportRow> row = source.next(); row.isPresent(); row = source.next()) {
                take(row.get());
                if (errors.size() >= ERRORS_BATCH || due()) {
                    note(ImportStatus.State.READING, "");
                }
            }
            writes.finish();
            note(ImportStatus.State.READ, "");
            return status;
        } catch (ProblemException e) {
            note(ImportStatus.State.FAILED, e.problem().message());
            throw e;
        }
    }

    private void take(ImportRow row) {
        rows++;
        if (row.contact().isEmpty()) {
            rejected++;
            errors.add(row);
            return;
        }
        NewContact contact = row.contact().get();
        writes.write(
                workspace,
                keyId,
                row.requestId(status.id()),
                contact.actions().stream()
                        .map(action -> new Change(contact.person(), action))
                        .toList());
        accepted++;
    }

    private boolean due() {
        return clock.instant().isAfter(status.updatedAt().plus(STATUS_EVERY));
    }

    private void note(ImportStatus.State state, String detail) {
        store.putErrors(workspace, status, errors);
        errors.clear();
        Instant now = clock.instant();
        status = status.with(state, detail, rows, accepted, rejected, now);
        store.put(workspace, status, ++step);
    }
}
