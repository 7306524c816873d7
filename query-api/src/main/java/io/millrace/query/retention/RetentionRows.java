package io.millrace.query.retention;

import io.millrace.clickhouse.RowBinaryReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Reads the rows of {@link RetentionSql#histories} in format RowBinary, a contact at a time. */
final class RetentionRows {

    /** Takes contacts; the histories are only valid during the call. */
    interface Receiver {
        /** @param histories one per group value of the contact, in order of time */
        void contact(long high, long low, List<History> histories);
    }

    private final RetentionQuery query;
    private final Places places;
    private final RowBinaryReader in;
    private final List<History> histories = new ArrayList<>();
    private int used;

    RetentionRows(RetentionQuery query, Grid grid, InputStream in) {
        this.query = query;
        this.places = Places.of(query, grid);
        this.in = new RowBinaryReader(in);
    }

    void readAll(Receiver receiver) throws IOException {
        long high = 0;
        long low = 0;
        while (in.hasNext()) {
            long nextLow = in.longValue();
            long nextHigh = in.longValue();
            if (used > 0 && (nextLow != low || nextHigh != high)) {
                receiver.contact(high, low, histories.subList(0, used));
                used = 0;
            }
            low = nextLow;
            high = nextHigh;
            read(next());
        }
        if (used > 0) {
            receiver.contact(high, low, histories.subList(0, used));
        }
    }

    private History next() {
        if (used == histories.size()) {
            histories.add(new History());
        }
        return histories.get(used++);
    }

    private void read(History history) throws IOException {
        history.clear(values());
        if (query.looksAtHistory()) {
            long first = in.longValue();
            history.first(first, in.longValue());
        } else {
            read(history::addStart);
        }
        read(history::addReturn);
        if (places != Places.MASK) {
            history.sort();
        }
    }

    private List<String> values() throws IOException {
        int count = in.length();
        if (count == 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.string());
        }
        return values;
    }

    private void read(LongConsumer place) throws IOException {
        if (places == Places.MASK) {
            for (long left = in.longValue(); left != 0; left &= left - 1) {
                place.accept(Long.numberOfTrailingZeros(left));
            }
            return;
        }
        for (int count = in.length(); count > 0; count--) {
            place.accept(places == Places.BUCKETS ? in.shortValue() : in.longValue());
        }
    }
}
