package io.millrace.query.saved;

import io.millrace.core.definition.SavedQuery;
import io.millrace.query.http.ExpectedVersion;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Conflicts;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The saved queries of one shelf, typed, over {@link Definitions}. Thread-safe; lookups are in memory. */
final class SavedQueries {

    private static final Logger LOG = LoggerFactory.getLogger(SavedQueries.class);

    private final Definitions definitions;
    private final Shelf shelf;

    SavedQueries(Definitions definitions, Shelf shelf) {
        this.definitions = definitions;
        this.shelf = shelf;
    }

    /** In the order in which they were created. */
    List<SavedVersion> all(String workspace) {
        return definitions.all(Definition.Kind.SAVED_QUERY).stream()
                .filter(definition -> definition.key().workspace().equals(workspace)
                        && shelf.holds(definition.key().id()))
                .flatMap(definition -> read(definition).stream())
                .sorted(Comparator.comparing(SavedVersion::place))
                .toList();
    }

    /** Ends the request with 404 if there is none of this shelf. */
    SavedVersion found(String workspace, String id) {
        // A slash can be in no id, and is refused by keys.
        if (!shelf.holds(id) || id.indexOf('/') >= 0) {
            throw Problem.notFound("Saved query").exception();
        }
        return definitions.get(key(workspace, id)).flatMap(SavedQueries::read).orElseThrow(() -> Problem.notFound(
                        "Saved query")
                .exception());
    }

    /** If there is such a query already, that one is returned, as it stands. */
    SavedVersion create(String workspace, SavedQuery saved) {
        try {
            return put(workspace, saved, Definitions.ABSENT);
        } catch (VersionConflictException e) {
            return found(workspace, saved.id());
        }
    }

    /** An edit without an expected version is made to the newest one, and again if another edit came first. */
    SavedVersion edit(String workspace, String id, OptionalLong expected, UnaryOperator<SavedQuery> edit) {
        try {
            return Conflicts.retried(() -> {
                SavedVersion old = expected(workspace, id, expected);
                return put(workspace, edit.apply(old.saved()), old.version());
            });
        } catch (VersionConflictException e) {
            throw ExpectedVersion.conflict(
                    "the saved query", expected.orElse(-1), found(workspace, id).version());
        }
    }

    void delete(String workspace, String id) {
        Conflicts.retried(() -> {
            SavedVersion old = found(workspace, id);
            definitions.delete(key(workspace, id), old.version());
            return old;
        });
    }

    private SavedVersion expected(String workspace, String id, OptionalLong expected) {
        SavedVersion old = found(workspace, id);
        if (expected.isPresent() && expected.getAsLong() != old.version()) {
            // This process may have read less than the caller has seen.
            definitions.refresh();
            old = found(workspace, id);
            if (expected.getAsLong() != old.version()) {
                throw ExpectedVersion.conflict("the saved query", expected.getAsLong(), old.version());
            }
        }
        return old;
    }

    private SavedVersion put(String workspace, SavedQuery saved, long expectedVersion) {
        Definition written = definitions.put(key(workspace, saved.id()), expectedVersion, saved.write());
        return new SavedVersion(saved, written.version());
    }

    private static Definition.Key key(String workspace, String id) {
        return new Definition.Key(Definition.Kind.SAVED_QUERY, workspace, id);
    }

    private static Optional<SavedVersion> read(Definition definition) {
        try {
            return Optional.of(new SavedVersion(SavedQuery.read(definition.body()), definition.version()));
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), e.getMessage());
            return Optional.empty();
        }
    }
}
