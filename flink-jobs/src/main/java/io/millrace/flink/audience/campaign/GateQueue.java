package io.millrace.flink.audience.campaign;

import io.millrace.core.campaign.engine.SlotRequest;
import io.millrace.core.event.Person;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Who waits at one campaign's gate, in order of due time, then contact. Millions may: they lie in the key's state in chunks,
 * each with whoever stands between its own first and the next chunk's, and only where chunks begin is known in memory. All
 * calls are made under the campaign's key; {@link #flush} ends each of them that changed something. Used by one thread.
 *
 * <p>A chunk is format 1, number of requests, and of each: due time, kind of person, contact, run.
 */
final class GateQueue {

    /** A chunk that grows beyond is cut in two. */
    private static final int CHUNK_MAX = 64;

    private static final int FORMAT = 1;

    /** Whoever waits, with the person whose key holds the run. */
    record Waiting(SlotRequest request, Person.Kind kind) {

        Person person() {
            return new Person(kind, request.contact());
        }
    }

    private final MapState<Long, byte[]> chunks;
    private final MapState<String, byte[]> byRun;
    private final TreeMap<SlotRequest, Long> begins = new TreeMap<>();
    private long nextChunk;
    private int size;

    // One chunk is at hand.
    private long atHand = -1;
    private List<Waiting> requests = new ArrayList<>();
    private boolean changed;

    /**
     * Reads where chunks begin.
     *
     * @param byRun whom a run's request is found by
     */
    GateQueue(MapState<Long, byte[]> chunks, MapState<String, byte[]> byRun) throws Exception {
        this.chunks = chunks;
        this.byRun = byRun;
        for (Map.Entry<Long, byte[]> chunk : chunks.entries()) {
            List<Waiting> some = read(chunk.getValue());
            begins.put(some.get(0).request(), chunk.getKey());
            nextChunk = Math.max(nextChunk, chunk.getKey() + 1);
            size += some.size();
        }
    }

    int size() {
        return size;
    }

    @Nullable
    Waiting first() throws Exception {
        if (begins.isEmpty()) {
            return null;
        }
        take(begins.firstEntry().getValue());
        return requests.get(0);
    }

    /** A run waits once: a request takes the place of the one before. */
    void add(Waiting waiting) throws Exception {
        SlotRequest request = waiting.request();
        remove(request.run());
        byRun.put(request.run(), write(List.of(waiting)));
        size++;
        Map.Entry<SlotRequest, Long> chunk = chunkOf(request);
        if (chunk == null) {
            take(nextChunk);
            begins.put(request, nextChunk++);
            requests.add(waiting);
            changed = true;
            return;
        }
        take(chunk.getValue());
        requests.add(-1 - place(request), waiting);
        changed = true;
        if (request.compareTo(chunk.getKey()) < 0) {
            begins.remove(chunk.getKey());
            begins.put(request, chunk.getValue());
        }
        if (requests.size() > CHUNK_MAX) {
            split();
        }
    }

    /** Where it stands or would; null if nobody waits. */
    private Map.@Nullable Entry<SlotRequest, Long> chunkOf(SlotRequest request) {
        Map.Entry<SlotRequest, Long> before = begins.floorEntry(request);
        return before == null ? begins.firstEntry() : before;
    }

    private void split() throws Exception {
        List<Waiting> later = requests.subList(requests.size() / 2, requests.size());
        begins.put(later.get(0).request(), nextChunk);
        chunks.put(nextChunk++, write(later));
        later.clear();
    }

    /** Whether the run waited. */
    boolean remove(String run) throws Exception {
        byte[] known = byRun.get(run);
        if (known == null) {
            return false;
        }
        byRun.remove(run);
        SlotRequest request = read(known).get(0).request();
        Map.Entry<SlotRequest, Long> chunk = Objects.requireNonNull(chunkOf(request));
        take(chunk.getValue());
        requests.remove(place(request));
        size--;
        changed = true;
        if (requests.isEmpty()) {
            begins.remove(chunk.getKey());
        }
        return true;
    }

    /** Nobody waits any more. */
    void clear() {
        chunks.clear();
        byRun.clear();
        begins.clear();
        size = 0;
        atHand = -1;
        changed = false;
        requests = new ArrayList<>();
    }

    void flush() throws Exception {
        if (!changed) {
            return;
        }
        changed = false;
        if (requests.isEmpty()) {
            chunks.remove(atHand);
        } else {
            chunks.put(atHand, write(requests));
        }
    }

    private void take(long chunk) throws Exception {
        if (chunk == atHand) {
            return;
        }
        flush();
        byte[] stored = chunks.get(chunk);
        requests = stored == null ? new ArrayList<>() : read(stored);
        atHand = chunk;
    }

    private int place(SlotRequest request) {
        return Collections.binarySearch(requests.stream().map(Waiting::request).toList(), request);
    }

    private static byte[] write(List<Waiting> all) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64 * all.size() + 8);
        out.writeByte(FORMAT);
        out.writeShort(all.size());
        for (Waiting waiting : all) {
            out.writeLong(waiting.request().dueAt());
            out.writeBoolean(waiting.kind() == Person.Kind.USER);
            out.writeUTF(waiting.request().contact());
            out.writeUTF(waiting.request().run());
        }
        return out.getCopyOfBuffer();
    }

    private static List<Waiting> read(byte[] chunk) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(chunk);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("a queue of format " + format + ", this version reads " + FORMAT);
        }
        int count = in.readUnsignedShort();
        List<Waiting> all = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            long dueAt = in.readLong();
            Person.Kind kind = in.readBoolean() ? Person.Kind.USER : Person.Kind.ANONYMOUS;
            all.add(new Waiting(new SlotRequest(dueAt, in.readUTF(), in.readUTF()), kind));
        }
        return all;
    }
}
