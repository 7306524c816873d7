package io.millrace.query.write;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.definition.ApiKey;
import io.millrace.query.http.Call;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import io.millrace.streams.EventWriter;
import io.millrace.streams.record.ContactRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Writes changes of contacts into the stream and waits until what they brought about can be read. A request with an
 * {@code Idempotency-Key} that was answered within the last 24 hours writes nothing and has the same outcome; the same
 * key with another body ends the request with 409. Thread-safe.
 */
public final class ContactWrites implements AutoCloseable {

    /** Longer than a change takes (a checkpoint or two), shorter than a client waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Requests carry up to 1 MB, and forty may be answered at once. */
    private static final long BYTES_MAX = 48L * 1024 * 1024;

    private static final long TOPICS_PAUSE_MILLIS = 20;

    private final EventWriter writer;
    private final Outcomes outcomes;

    /** Keys whose first request is still being answered, with what it says. */
    private final Map<String, String> underWay = new ConcurrentHashMap<>();

    private ContactWrites(EventWriter writer, Outcomes outcomes) {
        this.writer = writer;
        this.outcomes = outcomes;
    }

    /** Begins to connect, and returns at once. */
    public static ContactWrites open(String kafka, ClickHouseClient client, Map<String, String> bounds) {
        return new ContactWrites(EventWriter.open(kafka, BYTES_MAX), new Outcomes(client, bounds));
    }

    /**
     * What became of this request before, if it was answered within the last 24 hours; to be asked before the request
     * is looked at closer, since it may itself have removed what it names.
     */
    public Optional<Written> answered(Call call, RequestId id) {
        if (!id.repeatable()) {
            return Optional.empty();
        }
        Map<String, Outcome> known = outcomes.ofStem(call.ownWorkspace().id(), id.stem());
        if (known.keySet().stream().anyMatch(one -> !one.startsWith(id.ofContent()))) {
            throw otherBody();
        }
        return known.keySet().stream()
                .findAny()
                .map(one -> ids(id, id.changesOf(one)))
                .filter(ids -> known.keySet().containsAll(ids))
                .map(ids -> written(ids, known, true));
    }

    /**
     * Writes the changes in their order and waits up to five seconds for all of them. A change that was refused is an
     * outcome; what Kafka did not take ends the request with 503, and may be sent again with the same key.
     */
    public Written write(Call call, RequestId id, List<Change> changes) {
        List<String> ids = ids(id, changes.size());
        String before = id.repeatable() ? underWay.putIfAbsent(id.stem(), id.content()) : null;
        try {
            if (before != null && !before.equals(id.content())) {
                throw otherBody();
            }
            put(call, ids, changes);
            return written(ids, outcomes.await(call.ownWorkspace().id(), ids, PATIENCE), false);
        } finally {
            if (before == null) {
                underWay.remove(id.stem());
            }
        }
    }

    private static List<String> ids(RequestId id, int changes) {
        return IntStream.range(0, changes)
                .mapToObj(i -> id.ofChange(i, changes))
                .toList();
    }

    private static Written written(List<String> ids, Map<String, Outcome> known, boolean repeated) {
        return new Written(
                ids.stream().map(one -> Optional.ofNullable(known.get(one))).toList(), repeated);
    }

    private void put(Call call, List<String> ids, List<Change> changes) {
        awaitTopics();
        Acknowledgements acknowledged = new Acknowledgements(changes.size());
        String key = call.key().map(ApiKey::id).orElse("");
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            writer.write(
                    new ContactRecord(
                            call.ownWorkspace().id(), key, ids.get(i), change.person(), Json.bytes(change.action())),
                    acknowledged);
        }
        acknowledged.await();
    }

    /** A service that has just started may not have seen the topics yet; then Kafka would take nothing. */
    private void awaitTopics() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!writer.ready() && System.nanoTime() < deadline) {
                Thread.sleep(TOPICS_PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException otherBody() {
        return Problem.of(
                        409,
                        "idempotency_conflict",
                        "the Idempotency-Key was used with another body within the last 24 hours")
                .exception();
    }

    @Override
    public void close() {
        writer.close();
    }
}
