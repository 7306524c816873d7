package io.millrace.query.retention;

/** How a statement writes where a contact's starts and returns lie. */
enum Places {
    /** As bits of one UInt64, the lowest that of bucket 0. */
    MASK,
    /** As a list of bucket numbers (Array(UInt16)). */
    BUCKETS,
    /** As a list of epoch milliseconds (Array(Int64)): columns are measured from the contact's own start. */
    INSTANTS;

    static Places of(RetentionQuery query, Grid grid) {
        if (query.rolling()) {
            return INSTANTS;
        }
        return query.minOccurrences() == 1 && grid.buckets().count() <= Long.SIZE ? MASK : BUCKETS;
    }
}
