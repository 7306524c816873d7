package io.millrace.streams.record;

import io.millrace.core.event.RejectReason;
import java.util.ArrayList;
import java.util.List;

/**
 * Many {@link Decision}s as the value of one record in topic {@code event-decisions}. Format 1: the version, and then for
 * each its partition times four plus the outcome's code, and its offset, both as varints; of a rejected event the
 * reason's name and the detail follow. That is five to seven bytes for a stored event.
 */
public final class DecisionsCodec {

    private static final byte FORMAT = 1;
    private static final int OUTCOME_BITS = 2;
    private static final int OUTCOME_MASK = (1 << OUTCOME_BITS) - 1;

    private DecisionsCodec() {}

    /** Gathers decisions. Not thread-safe. */
    public static final class Writer {

        private static final int BYTES = 4 * 1024;

        private ByteWriter bytes = new ByteWriter(BYTES).one(FORMAT);
        private boolean empty = true;

        /** A decision that needs no more words: stored or duplicate. */
        public void add(int partition, long offset, Decision.Outcome outcome) {
            bytes.unsigned(partition << OUTCOME_BITS | outcome.code()).unsignedLong(offset);
            empty = false;
        }

        public void addRejected(int partition, long offset, RejectReason reason, String detail) {
            add(partition, offset, Decision.Outcome.REJECTED);
            bytes.text(reason.name()).text(detail);
        }

        public boolean isEmpty() {
            return empty;
        }

        public int length() {
            return bytes.length();
        }

        /** Everything gathered so far; from here on nothing is. */
        public byte[] take() {
            byte[] taken = bytes.toByteArray();
            bytes = new ByteWriter(BYTES).one(FORMAT);
            empty = true;
            return taken;
        }
    }

    public static List<Decision> decode(byte[] value) throws UnreadableRecordException {
        ByteReader bytes = new ByteReader(value);
        byte format = bytes.one();
        if (format != FORMAT) {
            throw new UnreadableRecordException("has format " + format + ", this version reads " + FORMAT);
        }
        List<Decision> decisions = new ArrayList<>();
        while (!bytes.atEnd()) {
            int head = bytes.unsigned();
            int partition = head >>> OUTCOME_BITS;
            long offset = bytes.unsignedLong();
            Decision.Outcome outcome = Decision.Outcome.fromCode(head & OUTCOME_MASK);
            decisions.add(
                    outcome == Decision.Outcome.REJECTED
                            ? new Decision(partition, offset, outcome, reason(bytes.text()), bytes.text())
                            : new Decision(partition, offset, outcome, null, ""));
        }
        return decisions;
    }

    private static RejectReason reason(String name) throws UnreadableRecordException {
        try {
            return RejectReason.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("has the unknown reason " + name);
        }
    }
}
