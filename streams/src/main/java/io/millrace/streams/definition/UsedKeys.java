package io.millrace.streams.definition;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Workspace;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions.DefinitionsUnavailableException;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Access} that remembers when each key was last looked up. Uses are noted in memory and written down every few
 * minutes, so that a request costs no write; what happened since is lost with the process. Thread-safe.
 */
public final class UsedKeys implements Access, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsedKeys.class);
    private static final Duration WRITTEN_EVERY = Duration.ofMinutes(5);

    private final Access access;
    private final Definitions definitions;
    private final Clock clock;
    private final Map<Key, Long> usedMillis = new ConcurrentHashMap<>();
    private final Map<Key, Long> writtenMillis = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "used-keys");
        thread.setDaemon(true);
        return thread;
    });

    public UsedKeys(Access access, Definitions definitions, Clock clock) {
        this.access = access;
        this.definitions = definitions;
        this.clock = clock;
        timer.scheduleWithFixedDelay(
                this::write, WRITTEN_EVERY.toMillis(), WRITTEN_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<ApiKey> key(String secret) {
        Optional<ApiKey> key = access.key(secret);
        key.ifPresent(found -> usedMillis.put(place(found), clock.millis()));
        return key;
    }

    @Override
    public Optional<Instant> lastUsed(ApiKey key) {
        Long here = usedMillis.get(place(key));
        Optional<Instant> written = definitions.get(place(key)).flatMap(UsedKeys::instant);
        if (here == null) {
            return written;
        }
        Instant used = Instant.ofEpochMilli(here);
        return Optional.of(written.filter(used::isBefore).orElse(used));
    }

    /** Writes down what is new since the last time. */
    void write() {
        usedMillis.forEach((place, used) -> {
            if (used.equals(writtenMillis.get(place))) {
                return;
            }
            try {
                long version = definitions.get(place).map(Definition::version).orElse(Definitions.ABSENT);
                definitions.put(place, version, Instant.ofEpochMilli(used).toString());
                writtenMillis.put(place, used);
            } catch (VersionConflictException | DefinitionsUnavailableException e) {
                LOG.debug("The last use of {} is written down later: {}", place.id(), e.getMessage());
            }
        });
    }

    private static Key place(ApiKey key) {
        return new Key(Kind.KEY_USE, key.workspace(), key.id());
    }

    private static Optional<Instant> instant(Definition written) {
        try {
            return Optional.of(Instant.parse(written.body()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Workspace> workspace(String id) {
        return access.workspace(id);
    }

    @Override
    public Optional<Workspace> workspaceBySlug(String slug) {
        return access.workspaceBySlug(slug);
    }

    @Override
    public List<Workspace> workspaces() {
        return access.workspaces();
    }

    @Override
    public List<ApiKey> keys(String workspace) {
        return access.keys(workspace);
    }

    @Override
    public void create(Workspace workspace) {
        access.create(workspace);
    }

    @Override
    public void create(ApiKey key) {
        access.create(key);
    }

    @Override
    public Optional<Workspace> change(String id, UnaryOperator<Workspace> change) {
        return access.change(id, change);
    }

    @Override
    public Optional<ApiKey> revoke(String workspace, String id, Instant validUntil) {
        return access.revoke(workspace, id, validUntil);
    }

    @Override
    public void refresh() {
        access.refresh();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        write();
    }
}
