package io.millrace.query.attribution;

import io.millrace.clickhouse.RowBinaryReader;
import io.millrace.clickhouse.Symbols;
import io.millrace.query.sequence.Sequence;
import java.io.IOException;
import java.io.InputStream;

/** Reads the rows of {@link AttributionSql#contacts} in format RowBinary, a contact at a time. */
final class AttributionRows {

    private static final long[] NONE = {};

    /** Takes contacts; the path is only valid during the call. */
    interface Receiver {
        void contact(Path path);
    }

    private final AttributionQuery query;
    private final Symbols dimensions;
    private final RowBinaryReader in;
    private final Path path = new Path();

    /** @param dimensions numbers the dimension's values: rows go by these numbers */
    AttributionRows(AttributionQuery query, Symbols dimensions, InputStream in) {
        this.query = query;
        this.dimensions = dimensions;
        this.in = new RowBinaryReader(in);
    }

    void readAll(Receiver receiver) throws IOException {
        while (in.hasNext()) {
            long low = in.longValue();
            long high = in.longValue();
            long[] converted = instants(in.length());
            int touches = in.length();
            path.clear(high, low, touches, converted.length);
            for (int i = 0; i < converted.length; i++) {
                path.converted(i, converted[i]);
            }
            for (int i = 0; i < touches; i++) {
                path.touches().kind(i, in.symbol(dimensions));
            }
            order(path.touches());
            int worths = in.length();
            for (int i = 0; i < worths; i++) {
                path.worth(i, in.string());
            }
            receiver.contact(path);
        }
    }

    private long[] instants(int count) throws IOException {
        long[] instants = count == 0 ? NONE : new long[count];
        for (int i = 0; i < count; i++) {
            instants[i] = in.longValue();
        }
        return instants;
    }

    private void order(Sequence touches) throws IOException {
        int count = in.length();
        for (int i = 0; i < count; i++) {
            touches.happened(i, in.longValue());
        }
        if (query.model().ordersTies()) {
            count = in.length();
            for (int i = 0; i < count; i++) {
                touches.arrived(i, in.longValue());
            }
            count = in.length();
            for (int i = 0; i < count; i++) {
                touches.place(i, in.longValue());
            }
        }
        if (count > 0) {
            touches.sort();
        }
    }
}
