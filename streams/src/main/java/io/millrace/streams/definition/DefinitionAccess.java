package io.millrace.streams.definition;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Workspace;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Access} over {@link Definitions}; keeps what it parsed until the definition has a newer version. */
public final class DefinitionAccess implements Access {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionAccess.class);

    private final Definitions definitions;
    private final Map<Key, Parsed> parsed = new ConcurrentHashMap<>();

    /** Empty if it is damaged; that is said once. */
    private record Parsed(long version, Optional<?> value) {}

    public DefinitionAccess(Definitions definitions) {
        this.definitions = definitions;
    }

    @Override
    public Optional<ApiKey> key(String secret) {
        return secret.isEmpty()
                ? Optional.empty()
                : definitions
                        .get(new Key(Kind.API_KEY, "", ApiKey.hash(secret)))
                        .flatMap(found -> parse(found, ApiKey.class, AccessCodec::key));
    }

    @Override
    public Optional<Workspace> workspace(String id) {
        return workspaces().stream()
                .filter(workspace -> workspace.id().equals(id))
                .findFirst();
    }

    @Override
    public Optional<Workspace> workspaceBySlug(String slug) {
        if (!Workspace.SLUG.matcher(slug).matches()) {
            return Optional.empty();
        }
        return definitions
                .get(new Key(Kind.WORKSPACE, "", slug))
                .flatMap(found -> parse(found, Workspace.class, AccessCodec::workspace));
    }

    @Override
    public List<Workspace> workspaces() {
        return definitions.all(Kind.WORKSPACE).stream()
                .flatMap(found -> parse(found, Workspace.class, AccessCodec::workspace).stream())
                .sorted(Comparator.comparing(Workspace::createdAt).thenComparing(Workspace::id))
                .toList();
    }

    @Override
    public List<ApiKey> keys(String workspace) {
        return definitions.all(Kind.API_KEY).stream()
                .flatMap(found -> parse(found, ApiKey.class, AccessCodec::key).stream())
                .filter(key -> key.workspace().equals(workspace))
                .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id))
                .toList();
    }

    @Override
    public void create(Workspace workspace) {
        definitions.put(
                new Key(Kind.WORKSPACE, "", workspace.slug()), Definitions.ABSENT, AccessCodec.write(workspace));
    }

    @Override
    public void create(ApiKey key) {
        definitions.put(new Key(Kind.API_KEY, "", key.hash()), Definitions.ABSENT, AccessCodec.write(key));
    }

    @Override
    public Optional<Workspace> change(String id, UnaryOperator<Workspace> change) {
        return Conflicts.retried(() -> workspace(id).map(known -> {
            Key key = new Key(Kind.WORKSPACE, "", known.slug());
            Workspace changed = change.apply(known);
            definitions.put(key, version(key), AccessCodec.write(changed));
            return changed;
        }));
    }

    @Override
    public Optional<ApiKey> revoke(String workspace, String id, Instant validUntil) {
        return Conflicts.retried(() -> keys(workspace).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .map(known -> {
                    if (!known.validAt(validUntil)) {
                        return known;
                    }
                    Key key = new Key(Kind.API_KEY, "", known.hash());
                    ApiKey revoked = known.until(validUntil);
                    definitions.put(key, version(key), AccessCodec.write(revoked));
                    return revoked;
                }));
    }

    private long version(Key key) {
        return definitions.get(key).map(Definition::version).orElse(Definitions.ABSENT);
    }

    @Override
    public void refresh() {
        definitions.refresh();
    }

    private <T> Optional<T> parse(Definition definition, Class<T> type, Function<String, T> parser) {
        Parsed known = parsed.get(definition.key());
        if (known == null || known.version() != definition.version()) {
            known = new Parsed(definition.version(), read(definition, parser));
            parsed.put(definition.key(), known);
        }
        return known.value().map(type::cast);
    }

    private static <T> Optional<T> read(Definition definition, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(definition.body()));
        } catch (RuntimeException e) {
            LOG.error(
                    "Definition {} at offset {} cannot be used: {}",
                    definition.key().kind(),
                    definition.version(),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
