package io.millrace.core.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.core.rule.RuleParser;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * From definitions, in the order of their versions, to the rules of each workspace. What stands here depends on their
 * history and not only on the newest of each: since when a condition counts what arrives, and which version of a segment
 * is in force while the next one waits for its past. The same definitions give the same book. Not thread-safe.
 *
 * <p>A version of a segment all of whose conditions over events already count and have their past is in force at once.
 * Otherwise it is being prepared, and its new conditions count from its own instant on, until a back-fill is done.
 */
public final class RuleBook {

    /** The rules of a workspace that no definition has named yet. */
    public static final AudienceRules NO_RULES =
            new AudienceRules(0, ZoneOffset.UTC, Set.of(), List.of(), List.of(), Map.of());

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final SegmentReader segments;
    private final Map<String, WorkspaceBook> workspaces = new TreeMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private long version = -1;

    public RuleBook(RuleParser parser) {
        this.segments = new SegmentReader(parser);
    }

    /** The version of the last definition that was applied; -1 before the first. */
    public long version() {
        return version;
    }

    public AudienceRules rules(String workspace) {
        WorkspaceBook book = workspaces.get(workspace);
        return book == null ? NO_RULES : book.rules();
    }

    /** The workspaces that have rules. */
    public Set<String> workspaces() {
        return Set.copyOf(workspaces.keySet());
    }

    /** Segments that were left out when this book was read, each with the reason: rules that this version cannot read. */
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    public RuleUpdate apply(RuleChange change) {
        if (change.version() <= version) {
            return new RuleUpdate.None();
        }
        version = change.version();
        try {
            String body = change.body();
            return switch (change.kind()) {
                case WORKSPACE -> body == null ? new RuleUpdate.None() : workspace(object(body));
                case SETTINGS ->
                    update(
                            change.workspace(),
                            book -> book.settings(Optional.ofNullable(body).map(RuleBook::object)));
                case SEGMENT -> update(change.workspace(), book -> segment(book, change));
                case BACKFILL ->
                    body == null
                            ? new RuleUpdate.None()
                            : update(
                                    change.workspace(),
                                    book -> book.backfill(change.id(), BackfillStatus.read(body), change.atMillis()));
                // Whoever reads campaigns says which of their rules are to be watched.
                case CAMPAIGN, CAMPAIGN_VERSION, SCHEDULE -> new RuleUpdate.None();
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            return new RuleUpdate.Damaged(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Replaces all rules of a workspace that are no segment's. Conditions over events that nobody named before count from
     * here on, and wait for their past.
     *
     * @param all by a name of their own each
     * @param rejudge whether everybody must be judged at this instant, though no answer is another
     */
    public RuleUpdate watch(String workspace, Map<String, WatchedRules> all, long atMillis, boolean rejudge) {
        return update(workspace, rejudge, book -> book.watch(all, atMillis));
    }

    /** What arrived before these conditions counted is in the state of contacts too. */
    public void seeded(String workspace, List<LeafKey> conditions) {
        WorkspaceBook book = workspaces.get(workspace);
        if (book != null) {
            book.seeded(conditions);
        }
    }

    /** Whether these conditions count what arrives, and have what arrived before. */
    public boolean areSeeded(String workspace, List<LeafKey> conditions) {
        WorkspaceBook book = workspaces.get(workspace);
        return conditions.isEmpty() || book != null && conditions.stream().allMatch(book::isSeeded);
    }

    private interface Edit {
        /** Changes nothing when it fails. */
        void apply(WorkspaceBook book);
    }

    private RuleUpdate workspace(JsonNode body) {
        JsonNode id = body.path("id");
        if (!id.isTextual()) {
            throw new IllegalArgumentException("id: found " + id + ", expected a workspace's");
        }
        return update(id.textValue(), book -> book.workspace(body));
    }

    private void segment(WorkspaceBook book, RuleChange change) {
        String body = change.body();
        book.segment(
                change.id(),
                body == null
                        ? Optional.empty()
                        : Optional.of(segments.read(
                                change.version(), SegmentDefinition.read(body).rules())),
                change.atMillis());
    }

    private RuleUpdate update(String workspace, Edit edit) {
        return update(workspace, false, edit);
    }

    private RuleUpdate update(String workspace, boolean rejudge, Edit edit) {
        WorkspaceBook book = workspaces.getOrDefault(workspace, new WorkspaceBook());
        AudienceRules before = book.rules();
        edit.apply(book);
        workspaces.put(workspace, book);
        AudienceRules after = book.compile(rejudge);
        if (after.equals(before)) {
            return new RuleUpdate.None();
        }
        return new RuleUpdate.Changed(workspace, after, rejudge || RuleDifference.touchesTheIdle(before, after));
    }

    /** The whole book as JSON text, for {@link #read}; without rules that are no segment's. */
    public String write() {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("version", version);
        ObjectNode books = json.putObject("workspaces");
        workspaces.forEach((workspace, book) -> books.set(workspace, book.write(JSON.createObjectNode())));
        return json.toString();
    }

    /** Fails if the text is none that this version or an older one wrote. */
    public static RuleBook read(String text, RuleParser parser) {
        return read(text, parser, workspace -> Map.of());
    }

    /** @param watched rules that were no segment's when the book was written, by workspace */
    public static RuleBook read(String text, RuleParser parser, Function<String, Map<String, WatchedRules>> watched) {
        JsonNode json = object(text);
        if (json.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException(
                    "a rule book of format " + json.path("format") + ", this version reads " + FORMAT);
        }
        RuleBook book = new RuleBook(parser);
        book.version = json.path("version").asLong();
        Iterator<Map.Entry<String, JsonNode>> fields = json.path("workspaces").fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            book.workspaces.put(
                    field.getKey(),
                    WorkspaceBook.read(
                            field.getValue(),
                            book.segments,
                            watched.apply(field.getKey()),
                            (segment, reason) -> book.unreadable.add(field.getKey() + "/" + segment + ": " + reason)));
        }
        return book;
    }

    private static JsonNode object(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json == null || !json.isObject()) {
                throw new IllegalArgumentException("the body is no JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
