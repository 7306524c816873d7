package io.millrace.flink.sink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Knows when the last checkpoint that may refer to a file is no longer kept. A file is first referred to by the
 * checkpoint it was cut for and last by any checkpoint begun before that one's completion was told, since only then its
 * rows are inserted and the reference is dropped. Not thread-safe.
 */
final class KeptCheckpoints {

    private final int kept;
    private final Deque<Long> completed = new ArrayDeque<>();
    private final TreeMap<Long, List<String>> cutFor = new TreeMap<>();
    private final TreeMap<Long, List<String>> lastReferredBy = new TreeMap<>();
    private long begun = Long.MIN_VALUE;

    /** @param kept how many completed checkpoints are kept */
    KeptCheckpoints(int kept) {
        this.kept = kept;
    }

    void cut(String file, long checkpoint) {
        cutFor.computeIfAbsent(checkpoint, none -> new ArrayList<>()).add(file);
    }

    void begun(long checkpoint) {
        begun = Math.max(begun, checkpoint);
    }

    /** Returns the files that no kept checkpoint refers to any more. */
    List<String> completed(long checkpoint) {
        completed.addLast(checkpoint);
        if (completed.size() > kept) {
            completed.removeFirst();
        }
        long last = Math.max(begun, checkpoint);
        Map<Long, List<String>> committed = cutFor.headMap(checkpoint, true);
        committed.values().forEach(files -> lastReferredBy
                .computeIfAbsent(last, none -> new ArrayList<>())
                .addAll(files));
        committed.clear();
        return unreferred();
    }

    /** Whether every kept checkpoint was made by this run. */
    boolean allOfThisRun() {
        return completed.size() == kept;
    }

    private List<String> unreferred() {
        List<String> files = new ArrayList<>();
        if (allOfThisRun()) {
            Iterator<List<String>> past =
                    lastReferredBy.headMap(completed.getFirst(), false).values().iterator();
            while (past.hasNext()) {
                files.addAll(past.next());
                past.remove();
            }
        }
        return files;
    }
}
