package io.millrace.query.segment;

import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segments of each workspace, typed, over {@link Definitions}. Thread-safe; lookups are in memory. */
final class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    private final Definitions definitions;

    Segments(Definitions definitions) {
        this.definitions = definitions;
    }

    Optional<SegmentVersion> get(String workspace, String id) {
        // A slash can be in no id, and is refused by keys.
        return id.isEmpty() || id.indexOf('/') >= 0
                ? Optional.empty()
                : definitions.get(key(workspace, id)).flatMap(Segments::read);
    }

    /** In the order in which they were created. */
    List<SegmentVersion> all(String workspace) {
        return definitions.all(Definition.Kind.SEGMENT).stream()
                .filter(definition -> definition.key().workspace().equals(workspace))
                .flatMap(definition -> read(definition).stream())
                .sorted(Comparator.comparingLong((SegmentVersion segment) ->
                                segment.definition().createdAt().toEpochMilli())
                        .thenComparing(SegmentVersion::id))
                .toList();
    }

    /** Sees what other processes wrote before this call. */
    void refresh() {
        definitions.refresh();
    }

    SegmentVersion put(String workspace, SegmentDefinition segment, long expectedVersion) {
        Definition written = definitions.put(key(workspace, segment.id()), expectedVersion, segment.write());
        return new SegmentVersion(segment, written.version(), written.at());
    }

    /** @return the version that says so */
    long delete(String workspace, SegmentVersion segment) {
        return definitions.delete(key(workspace, segment.id()), segment.version());
    }

    /** Empty until the back-fill has seen the segment. */
    Optional<SegmentStatus.Written> backfill(String workspace, String id) {
        return definitions
                .get(new Definition.Key(Definition.Kind.BACKFILL, workspace, id))
                .flatMap(definition -> {
                    try {
                        return Optional.of(new SegmentStatus.Written(
                                BackfillStatus.read(definition.body()), definition.version()));
                    } catch (IllegalArgumentException e) {
                        LOG.error(
                                "{} version {} is damaged: {}", definition.key(), definition.version(), e.getMessage());
                        return Optional.empty();
                    }
                });
    }

    /** Which segments each segment of a workspace names. */
    Map<String, Set<String>> references(String workspace) {
        Map<String, Set<String>> references = new HashMap<>();
        all(workspace).forEach(segment -> references.put(segment.id(), named(segment.definition())));
        return references;
    }

    static Set<String> named(SegmentDefinition segment) {
        return segment.rules() == null
                ? new HashSet<>()
                : SegmentReferences.in(segment.rules(), "").stream()
                        .map(SegmentReferences.Reference::segment)
                        .collect(Collectors.toCollection(HashSet::new));
    }

    private static Definition.Key key(String workspace, String id) {
        return new Definition.Key(Definition.Kind.SEGMENT, workspace, id);
    }

    private static Optional<SegmentVersion> read(Definition definition) {
        try {
            return Optional.of(new SegmentVersion(
                    SegmentDefinition.read(definition.body()), definition.version(), definition.at()));
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), e.getMessage());
            return Optional.empty();
        }
    }
}
