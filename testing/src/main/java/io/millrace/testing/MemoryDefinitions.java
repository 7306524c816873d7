package io.millrace.testing;

import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link Definitions} of one process, without Kafka, with the version check of the real ones. Thread-safe. */
public final class MemoryDefinitions implements Definitions {

    private final Map<Definition.Key, Definition> live = new TreeMap<>(Comparator.comparing(Definition.Key::toString));
    private long version;
    private int refreshes;
    private int writesLeft = Integer.MAX_VALUE;

    /** Every write after so many fails, as in a process that is killed. */
    public synchronized void endAfter(int writes) {
        writesLeft = writes;
    }

    public synchronized int refreshes() {
        return refreshes;
    }

    @Override
    public synchronized Optional<Definition> get(Definition.Key key) {
        return Optional.ofNullable(live.get(key));
    }

    @Override
    public synchronized Collection<Definition> all(Definition.Kind kind) {
        return List.copyOf(live.values().stream()
                .filter(definition -> definition.key().kind() == kind)
                .toList());
    }

    @Override
    public synchronized Definition put(Definition.Key key, long expectedVersion, String body) {
        write(key, expectedVersion);
        Definition definition = new Definition(key, ++version, Instant.now(), body);
        live.put(key, definition);
        return definition;
    }

    @Override
    public synchronized long delete(Definition.Key key, long expectedVersion) {
        write(key, expectedVersion);
        version++;
        live.remove(key);
        return version;
    }

    private void write(Definition.Key key, long expectedVersion) {
        if (writesLeft-- <= 0) {
            throw new IllegalStateException("killed");
        }
        long found = get(key).map(Definition::version).orElse(ABSENT);
        if (found != expectedVersion) {
            throw new VersionConflictException(key, expectedVersion, found);
        }
    }

    @Override
    public synchronized void refresh() {
        refreshes++;
    }
}
