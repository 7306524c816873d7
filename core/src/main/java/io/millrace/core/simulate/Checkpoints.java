package io.millrace.core.simulate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Who is in which segment at which checkpoints. Lists of members are made while they are read, checkpoint by checkpoint:
 * all of them together may be a thousand times as large as the changes between them. Immutable and thread-safe.
 */
public final class Checkpoints {

    private final Collection<String> segments;
    private final List<Change> changes;
    private final SortedMap<Long, Integer> changesBefore;

    /**
     * @param segments all of the scenario
     * @param changes in order
     * @param changesBefore how many of them had happened by the end of each checkpoint's instant
     */
    Checkpoints(Collection<String> segments, List<Change> changes, SortedMap<Long, Integer> changesBefore) {
        this.segments = List.copyOf(segments);
        this.changes = changes;
        this.changesBefore = changesBefore;
    }

    /** Is told of each checkpoint in order. */
    public interface Reader<X extends Exception> {

        /**
         * @param instant in epoch milliseconds
         * @param members per segment the names of those who are in it, both sorted; every segment of the scenario is there,
         *     empty before it is created
         */
        void at(long instant, Map<String, List<String>> members) throws X;
    }

    public <X extends Exception> void read(Reader<X> reader) throws X {
        MemberLists members = new MemberLists(segments);
        int applied = 0;
        for (Map.Entry<Long, Integer> checkpoint : changesBefore.entrySet()) {
            changes.subList(applied, checkpoint.getValue()).forEach(members::change);
            applied = checkpoint.getValue();
            reader.at(checkpoint.getKey(), members.asOfNow());
        }
    }
}
