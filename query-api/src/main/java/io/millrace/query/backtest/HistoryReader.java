package io.millrace.query.backtest;

import io.millrace.clickhouse.RowBinaryReader;
import io.millrace.core.audience.Arrival;
import io.millrace.core.backtest.Backtest;
import io.millrace.core.backtest.HistoryRow;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Hands the rows of {@link HistorySql#rows} to a backtest, contact after contact. Used by one thread. */
final class HistoryReader {

    private static final int CONTACT = 0;
    private static final int EVENT = 1;

    private final RowBinaryReader in;
    private final Runnable taken;
    private @Nullable Row ahead;

    /** @param taken is called for each row */
    HistoryReader(InputStream body, Runnable taken) throws IOException {
        this.in = new RowBinaryReader(body);
        this.taken = taken;
        advance();
    }

    /** A row as it stands in the answer. */
    private record Row(
            long low,
            long high,
            int kind,
            String type,
            String name,
            long happened,
            long received,
            long sequence,
            String messageId,
            String userId,
            String anonymousId,
            String text) {

        boolean isOf(Row other) {
            return low == other.low && high == other.high;
        }

        @Nullable
        Person person() {
            return userId.isEmpty() && anonymousId.isEmpty()
                    ? null
                    : Person.of(userId.isEmpty() ? null : userId, anonymousId.isEmpty() ? null : anonymousId);
        }

        HistoryRow history() {
            Arrival arrival = new Arrival(received, sequence);
            return kind == EVENT
                    ? HistoryRow.event(
                            EventType.fromText(type).orElse(EventType.TRACK),
                            name,
                            happened,
                            arrival,
                            messageId,
                            userId,
                            anonymousId,
                            text)
                    : HistoryRow.write(type, name, text, happened, arrival);
        }
    }

    /** The stream of rows is broken, wherever in the backtest that was found. */
    private static final class BrokenStreamException extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        BrokenStreamException(IOException cause) {
            super(cause);
        }
    }

    /** All of them. */
    void readInto(Backtest backtest) throws IOException {
        for (Row first = ahead; first != null; first = ahead) {
            Row contact = first;
            Person root = contact.person();
            if (root != null && !(contact.kind() == CONTACT && contact.type().equals("gone"))) {
                try {
                    replay(contact, root, backtest);
                } catch (BrokenStreamException e) {
                    throw e.getCause();
                }
            }
            while (ahead != null && ahead.isOf(contact)) {
                advance();
            }
        }
    }

    private void replay(Row contact, Person root, Backtest backtest) throws IOException {
        HistoryRow[] born = {null};
        if (contact.kind() == CONTACT) {
            advance();
            // Who begins with a row that is here begins with that.
            Row next = ahead;
            if (next == null || !next.isOf(contact) || contact.happened() < next.received()) {
                born[0] = HistoryRow.born(contact.happened());
            }
        }
        try {
            backtest.contact(root, () -> {
                HistoryRow first = born[0];
                born[0] = null;
                return first != null ? first : next(contact);
            });
        } catch (IOException e) {
            throw new IllegalStateException("contacts that wait cannot be put on disk", e);
        }
    }

    private @Nullable HistoryRow next(Row contact) {
        Row row = ahead;
        if (row == null || !row.isOf(contact)) {
            return null;
        }
        try {
            advance();
        } catch (IOException e) {
            throw new BrokenStreamException(e);
        }
        return row.history();
    }

    private void advance() throws IOException {
        if (!in.hasNext()) {
            ahead = null;
            return;
        }
        taken.run();
        ahead = new Row(
                in.longValue(),
                in.longValue(),
                in.byteValue(),
                in.string(),
                in.string(),
                in.longValue(),
                in.longValue(),
                in.longValue(),
                in.string(),
                in.string(),
                in.string(),
                in.string());
    }
}
