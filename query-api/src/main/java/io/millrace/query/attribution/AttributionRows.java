package io.millrace.query.attribution;

import io.millrace.clickhouse.RowBinaryReader;
import io.millrace.clickhouse.Symbols;
import java.io.IOException;
import java.io.InputStream;

/** Reads the rows of {@link AttributionSql#contacts} in format RowBinary, a contact at a time. */
final class AttributionRows {

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
            int touches = in.length();
            path.clear(high, low, touches);
            for (int i = 0; i < touches; i++) {
                path.row(i, in.symbol(dimensions));
            }
            int conversions = in.length();
            path.conversions(conversions);
            for (int i = 0; i < conversions; i++) {
                path.convertedAt(i, in.longValue());
            }
            instants();
            int worths = in.length();
            for (int i = 0; i < worths; i++) {
                path.worth(i, in.string());
            }
            receiver.contact(path);
        }
    }

    private void instants() throws IOException {
        int count = in.length();
        for (int i = 0; i < count; i++) {
            path.touchedAt(i, in.longValue());
        }
        if (query.model().ordersTies()) {
            count = in.length();
            for (int i = 0; i < count; i++) {
                path.arrived(i, in.longValue());
            }
            count = in.length();
            for (int i = 0; i < count; i++) {
                path.place(i, in.longValue());
            }
        }
        if (count > 0) {
            path.sort();
        }
    }
}
