package io.millrace.streams.definition;

import io.millrace.core.definition.MessageTemplate;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The templates of workspaces over {@link Definitions}. Thread-safe. */
public final class TemplateStore {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateStore.class);

    private final Definitions definitions;

    public TemplateStore(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Empty if there is none, or it is damaged. */
    public Optional<MessageTemplate> get(String workspace, String id) {
        return id.isEmpty() || id.indexOf('/') >= 0
                ? Optional.empty()
                : definitions.get(key(workspace, id)).flatMap(TemplateStore::read);
    }

    /** Oldest first. */
    public List<MessageTemplate> all(String workspace) {
        return definitions.all(Kind.TEMPLATE).stream()
                .filter(found -> found.key().workspace().equals(workspace))
                .flatMap(found -> read(found).stream())
                .sorted(Comparator.comparing(MessageTemplate::createdAt).thenComparing(MessageTemplate::id))
                .toList();
    }

    public void create(String workspace, MessageTemplate template) {
        definitions.put(key(workspace, template.id()), Definitions.ABSENT, template.write());
    }

    /**
     * Changes one; what others change at the same time is not lost.
     *
     * @param change may be called more than once, and keeps the id
     * @return empty if there is none
     */
    public Optional<MessageTemplate> change(String workspace, String id, UnaryOperator<MessageTemplate> change) {
        Key key = key(workspace, id);
        return Conflicts.retried(() -> definitions.get(key).map(known -> {
            MessageTemplate changed = change.apply(MessageTemplate.read(known.body()));
            definitions.put(key, known.version(), changed.write());
            return changed;
        }));
    }

    /** Says whether there was one. */
    public boolean delete(String workspace, String id) {
        Key key = key(workspace, id);
        return Conflicts.retried(() -> {
            Optional<Definition> known = definitions.get(key);
            known.ifPresent(found -> definitions.delete(key, found.version()));
            return known.isPresent();
        });
    }

    private static Key key(String workspace, String id) {
        return new Key(Kind.TEMPLATE, workspace, id);
    }

    private static Optional<MessageTemplate> read(Definition definition) {
        try {
            return Optional.of(MessageTemplate.read(definition.body()));
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), e.getMessage());
            return Optional.empty();
        }
    }
}
