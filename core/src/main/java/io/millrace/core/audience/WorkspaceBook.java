package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.rule.Rule;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A workspace's part of a {@link RuleBook}. */
final class WorkspaceBook {

    /**
     * A segment: the version in force, and the one that waits for its past; at least one of both.
     *
     * @param activeFrom since when the first is in force
     */
    private record Segment(
            SegmentReader.@Nullable Version active, long activeFrom, SegmentReader.@Nullable Version preparing) {}

    /** A condition over events: since when it counts what arrives, and whether it has what arrived before. */
    private record Leaf(long liveFrom, boolean seeded) {}

    private @Nullable ZoneId workspaceZone;
    private @Nullable ZoneId settingsZone;
    private final Set<String> optOutGroups = new TreeSet<>();
    private final Map<String, Segment> segments = new TreeMap<>();
    private final Map<String, WatchedRules> watched = new TreeMap<>();
    private final Map<Long, Leaf> leaves = new TreeMap<>();
    private AudienceRules rules = RuleBook.NO_RULES;

    AudienceRules rules() {
        return rules;
    }

    void workspace(JsonNode body) {
        workspaceZone = zone(body);
    }

    void settings(Optional<JsonNode> body) {
        ZoneId zone = body.map(WorkspaceBook::zone).orElse(null);
        Set<String> groups = new HashSet<>();
        if (body.isPresent()) {
            Iterator<Map.Entry<String, JsonNode>> fields =
                    body.get().path("subscription_groups").fields();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> group = fields.next();
                if (group.getValue().path("default").asText().equals("subscribed")) {
                    groups.add(group.getKey());
                }
            }
        }
        settingsZone = zone;
        optOutGroups.clear();
        optOutGroups.addAll(groups);
    }

    /** @param version empty if the segment is deleted */
    void segment(String id, Optional<SegmentReader.Version> version, long atMillis) {
        if (version.isEmpty()) {
            segments.remove(id);
        } else {
            SegmentReader.Version next = version.get();
            next.leaves().forEach(leaf -> leaves.putIfAbsent(leaf.hash(), new Leaf(atMillis, false)));
            boolean ready = next.leaves().stream().allMatch(this::isSeeded);
            segments.put(id, ready ? new Segment(next, atMillis, null) : prepared(segments.get(id), next));
        }
        forgetUnused();
    }

    private static Segment prepared(@Nullable Segment before, SegmentReader.Version next) {
        return before == null ? new Segment(null, 0, next) : new Segment(before.active(), before.activeFrom(), next);
    }

    /** Only the end of one matters, and only that of the version that waits for it. */
    void backfill(String id, BackfillStatus status, long atMillis) {
        Segment segment = segments.get(id);
        SegmentReader.Version waiting = segment == null ? null : segment.preparing();
        if (waiting != null && status.doneFor(waiting.version())) {
            seeded(waiting.leaves());
            segments.put(id, new Segment(waiting, atMillis, null));
            forgetUnused();
        }
    }

    /** Replaces all rules that are no segment's. */
    void watch(Map<String, WatchedRules> all, long atMillis) {
        watched.clear();
        watched.putAll(all);
        all.values().forEach(rules -> rules.leaves()
                .forEach(leaf -> leaves.putIfAbsent(leaf.hash(), new Leaf(atMillis, false))));
        forgetUnused();
    }

    /** What arrived before these conditions counted is in the state of contacts too. */
    void seeded(List<LeafKey> conditions) {
        conditions.forEach(
                leaf -> leaves.computeIfPresent(leaf.hash(), (hash, live) -> new Leaf(live.liveFrom(), true)));
    }

    boolean isSeeded(LeafKey leaf) {
        Leaf live = leaves.get(leaf.hash());
        return live != null && live.seeded();
    }

    private void forgetUnused() {
        Set<Long> used = new HashSet<>();
        segments.values().forEach(segment -> {
            for (SegmentReader.@Nullable Version version :
                    new SegmentReader.@Nullable Version[] {segment.active(), segment.preparing()}) {
                if (version != null) {
                    version.leaves().forEach(leaf -> used.add(leaf.hash()));
                }
            }
        });
        watched.values().forEach(rules -> rules.leaves().forEach(leaf -> used.add(leaf.hash())));
        leaves.keySet().retainAll(used);
    }

    /**
     * The rules as they stand after a change; those of before if it touches nothing.
     *
     * @param rejudge whether they are a new epoch all the same
     */
    AudienceRules compile(boolean rejudge) {
        List<SegmentRule> active = new ArrayList<>();
        List<SegmentRule> preparing = new ArrayList<>();
        segments.forEach((id, segment) -> {
            SegmentReader.Version inForce = segment.active();
            SegmentReader.Version waiting = segment.preparing();
            if (inForce != null) {
                active.add(new SegmentRule(id, inForce.version(), inForce.rule(), segment.activeFrom()));
            }
            if (waiting != null) {
                preparing.add(new SegmentRule(id, waiting.version(), waiting.rule()));
            }
        });
        List<Rule> judged = new ArrayList<>();
        watched.forEach((id, named) -> {
            if (named.judged()) {
                judged.addAll(named.rules());
            } else {
                for (int i = 0; i < named.rules().size(); i++) {
                    preparing.add(new SegmentRule(id + "/" + i, 0, named.rules().get(i)));
                }
            }
        });
        Map<LeafKey, Long> liveFrom = new HashMap<>();
        leaves.forEach((hash, leaf) -> liveFrom.put(new LeafKey(hash), leaf.liveFrom()));
        AudienceRules next = new AudienceRules(rules.epoch(), zoneNow(), optOutGroups, active, preparing, liveFrom)
                .watching(judged.stream().distinct().toList());
        if (rejudge || !RuleDifference.sameAnswers(rules, next)) {
            next = next.ofEpoch(rules.epoch() + 1);
        }
        rules = next;
        return next;
    }

    private ZoneId zoneNow() {
        if (settingsZone != null) {
            return settingsZone;
        }
        return workspaceZone == null ? ZoneOffset.UTC : workspaceZone;
    }

    private static @Nullable ZoneId zone(JsonNode body) {
        return body.hasNonNull("timezone") ? ZoneId.of(body.get("timezone").asText()) : null;
    }

    ObjectNode write(ObjectNode json) {
        json.put("epoch", rules.epoch());
        if (workspaceZone != null) {
            json.put("workspace_zone", workspaceZone.getId());
        }
        if (settingsZone != null) {
            json.put("settings_zone", settingsZone.getId());
        }
        optOutGroups.forEach(json.putArray("opt_out")::add);
        ObjectNode ofSegments = json.putObject("segments");
        segments.forEach((id, segment) -> {
            ObjectNode of = ofSegments.putObject(id);
            of.put("active_from", segment.activeFrom());
            write(of, "active", segment.active());
            write(of, "preparing", segment.preparing());
        });
        ObjectNode ofLeaves = json.putObject("leaves");
        leaves.forEach((hash, leaf) -> ofLeaves.putObject(Long.toHexString(hash))
                .put("live_from", leaf.liveFrom())
                .put("seeded", leaf.seeded()));
        return json;
    }

    private static void write(ObjectNode segment, String field, SegmentReader.@Nullable Version version) {
        if (version != null) {
            ObjectNode json = segment.putObject(field).put("version", version.version());
            if (version.json() != null) {
                json.set("rules", version.json());
            }
        }
    }

    /**
     * @param watched rules that are no segment's, as they stood
     * @param unreadable takes what this version cannot read, and leaves out, by segment
     */
    static WorkspaceBook read(
            JsonNode json,
            SegmentReader reader,
            Map<String, WatchedRules> watched,
            BiConsumer<String, String> unreadable) {
        WorkspaceBook book = new WorkspaceBook();
        book.workspaceZone = json.has("workspace_zone")
                ? ZoneId.of(json.get("workspace_zone").textValue())
                : null;
        book.settingsZone =
                json.has("settings_zone") ? ZoneId.of(json.get("settings_zone").textValue()) : null;
        json.path("opt_out").forEach(group -> book.optOutGroups.add(group.textValue()));
        json.path("segments").fields().forEachRemaining(field -> {
            try {
                book.segments.put(
                        field.getKey(),
                        new Segment(
                                version(field.getValue().get("active"), reader),
                                field.getValue().path("active_from").asLong(),
                                version(field.getValue().get("preparing"), reader)));
            } catch (IllegalArgumentException e) {
                unreadable.accept(field.getKey(), String.valueOf(e.getMessage()));
            }
        });
        json.path("leaves")
                .fields()
                .forEachRemaining(field -> book.leaves.put(
                        Long.parseUnsignedLong(field.getKey(), 16),
                        new Leaf(
                                field.getValue().path("live_from").asLong(),
                                field.getValue().path("seeded").asBoolean())));
        // The epoch that was written is that of these very rules, so none is added to it.
        book.watched.putAll(watched);
        book.rules = book.compile(false).ofEpoch(json.path("epoch").asLong());
        return book;
    }

    private static SegmentReader.@Nullable Version version(@Nullable JsonNode json, SegmentReader reader) {
        return json == null ? null : reader.read(json.path("version").asLong(), json.get("rules"));
    }
}
