package io.millrace.flink.audience.identity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;

/**
 * A queue's notes as the part of a checkpoint that goes with their keys, so that a change of parallelism takes each to
 * the task that has its key. Cheaper than state in RocksDB, into which every note would be written only to be deleted.
 * Per key group: format 1, number of notes, notes.
 */
final class HeldNotes {

    private static final int FORMAT = 1;

    private HeldNotes() {}

    static void save(ArrivalQueue queue, KeyedStateCheckpointOutputStream stream, int maxParallelism)
            throws IOException {
        Map<Integer, List<Note>> byGroup = new TreeMap<>();
        for (Note note : queue.all()) {
            int group = KeyGroupRangeAssignment.assignToKeyGroup(note.key(), maxParallelism);
            byGroup.computeIfAbsent(group, unused -> new ArrayList<>()).add(note);
        }
        DataOutputViewStreamWrapper out = new DataOutputViewStreamWrapper(stream);
        for (Map.Entry<Integer, List<Note>> group : byGroup.entrySet()) {
            stream.startNewKeyGroup(group.getKey());
            out.writeByte(FORMAT);
            out.writeInt(group.getValue().size());
            for (Note note : group.getValue()) {
                NoteSerializer.INSTANCE.serialize(note, out);
            }
        }
    }

    static void restore(ArrivalQueue queue, Iterable<KeyGroupStatePartitionStreamProvider> groups) throws IOException {
        for (KeyGroupStatePartitionStreamProvider group : groups) {
            DataInputViewStreamWrapper in = new DataInputViewStreamWrapper(group.getStream());
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IOException("held notes of format " + format + ", this version reads " + FORMAT);
            }
            for (int left = in.readInt(); left > 0; left--) {
                queue.add(NoteSerializer.INSTANCE.deserialize(in));
            }
        }
    }
}
