package io.millrace.flink.audience.identity;

import org.apache.flink.util.OutputTag;

/** Where notes go besides the way of records. */
final class Tags {

    /** To the external id they concern: KNOWN and ALIAS. */
    static final OutputTag<Note> TO_ALIASES = new OutputTag<>("to-aliases", Note.TYPE);

    /** To the anonymous id they concern: its own records, LINK and ADOPT. */
    static final OutputTag<Note> TO_LINKS = new OutputTag<>("to-links", Note.TYPE);

    /** To everybody: each MERGE, a copy of what goes the way of records. */
    static final OutputTag<Note> MERGES = new OutputTag<>("merges", Note.TYPE);

    private Tags() {}
}
