package io.millrace.streams.definition;

import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhook endpoints of workspaces over {@link Definitions}. Thread-safe. */
public final class WebhookStore {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookStore.class);

    private final Definitions definitions;

    /** Read anew only when they change: every batch of events asks for all of them. */
    private final Map<Key, Read> known = new ConcurrentHashMap<>();

    private record Read(long version, Optional<WebhookEndpoint> endpoint) {}

    public WebhookStore(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Empty if there is none, or it is damaged. */
    public Optional<WebhookEndpoint> get(String workspace, String id) {
        return id.isEmpty() || id.indexOf('/') >= 0
                ? Optional.empty()
                : definitions.get(key(workspace, id)).flatMap(this::read);
    }

    /** Oldest first. */
    public List<WebhookEndpoint> all(String workspace) {
        return definitions.all(Kind.WEBHOOK).stream()
                .filter(found -> found.key().workspace().equals(workspace))
                .flatMap(found -> read(found).stream())
                .sorted(Comparator.comparing(WebhookEndpoint::createdAt).thenComparing(WebhookEndpoint::id))
                .toList();
    }

    /** Those of all workspaces that are told something now, by workspace. */
    public Map<String, List<WebhookEndpoint>> active() {
        Collection<Definition> all = definitions.all(Kind.WEBHOOK);
        Map<String, List<WebhookEndpoint>> active = new HashMap<>();
        for (Definition definition : all) {
            read(definition).filter(WebhookEndpoint::active).ifPresent(endpoint -> active.computeIfAbsent(
                            definition.key().workspace(), unknown -> new ArrayList<>())
                    .add(endpoint));
        }
        if (known.size() > 2 * all.size() + 100) {
            known.clear();
        }
        return active;
    }

    public void create(String workspace, WebhookEndpoint endpoint) {
        definitions.put(key(workspace, endpoint.id()), Definitions.ABSENT, endpoint.write());
    }

    /**
     * Changes one; what others change at the same time is not lost.
     *
     * @param change may be called more than once, and keeps the id
     * @return empty if there is none
     */
    public Optional<WebhookEndpoint> change(String workspace, String id, UnaryOperator<WebhookEndpoint> change) {
        Key key = key(workspace, id);
        return Conflicts.retried(() -> definitions.get(key).map(found -> {
            WebhookEndpoint changed = change.apply(WebhookEndpoint.read(found.body()));
            definitions.put(key, found.version(), changed.write());
            return changed;
        }));
    }

    /** Says whether there was one. */
    public boolean delete(String workspace, String id) {
        Key key = key(workspace, id);
        return Conflicts.retried(() -> {
            Optional<Definition> found = definitions.get(key);
            found.ifPresent(one -> definitions.delete(key, one.version()));
            return found.isPresent();
        });
    }

    private static Key key(String workspace, String id) {
        return new Key(Kind.WEBHOOK, workspace, id);
    }

    private Optional<WebhookEndpoint> read(Definition definition) {
        Read read = known.get(definition.key());
        if (read == null || read.version() != definition.version()) {
            read = new Read(definition.version(), parsed(definition));
            known.put(definition.key(), read);
        }
        return read.endpoint();
    }

    private static Optional<WebhookEndpoint> parsed(Definition definition) {
        try {
            return Optional.of(WebhookEndpoint.read(definition.body()));
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), e.getMessage());
            return Optional.empty();
        }
    }
}
