package io.millrace.query.funnel;

/**
 * What the rows of {@link FunnelSql#rows} hold beside each actor's events.
 *
 * @param bits how an event's matches are written
 * @param form how its events are written
 * @param touched whether the group values of the touching event come as a column of their own
 * @param contacts whether the contacts behind the actor are listed
 */
record RowLayout(EventBits bits, Form form, boolean touched, boolean contacts) {

    /** How an actor's events are written. */
    enum Form {
        /** One UInt64 an event, milliseconds since the first that is read and bits together; in no order. */
        PACKED,
        /** (Int64 milliseconds, UInt64 bits), in order of time. */
        WIDE,
        /** (Int64 milliseconds, UInt64 bits, Array(String) group values), in order of time and of arrival. */
        WITH_VALUES
    }

    static RowLayout of(FunnelQuery query, boolean contacts) {
        EventBits bits = new EventBits(query);
        boolean grouped = !query.grouping().isNone();
        // Which events count as a first-time step is known only when all of them are seen.
        boolean touched = grouped && query.attribution().isTouch() && !query.looksAtHistory();
        Form form = bits.fitBesideTime() ? Form.PACKED : Form.WIDE;
        return new RowLayout(bits, grouped && !touched ? Form.WITH_VALUES : form, touched, contacts);
    }
}
