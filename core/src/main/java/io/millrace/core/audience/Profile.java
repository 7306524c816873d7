package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.ProfileWrite.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a contact besides its events. Every write is noted in the log that it is given. */
final class Profile {

    /** The key of the choice about all groups. */
    static final String ALL_GROUPS = "";

    final Register traits = new Register(Field.TRAIT);
    final Register scores = new Register(Field.SCORE);
    final Register subscriptions = new Register(Field.SUBSCRIPTION);
    final Register handKept = new Register(Field.STATIC);

    private List<String> tags = List.of();
    private @Nullable Arrival tagged;
    private long createdAt;
    private long updatedAt;

    long createdAt() {
        return createdAt;
    }

    void created(long millis) {
        createdAt = millis;
    }

    long updatedAt() {
        return updatedAt;
    }

    void updated(long millis) {
        updatedAt = millis;
    }

    List<String> tags() {
        return tags;
    }

    /** When the tags were last written; null if never. */
    @Nullable
    Arrival tagged() {
        return tagged;
    }

    void tags(List<String> list, @Nullable Arrival arrival) {
        tags = List.copyOf(list);
        tagged = arrival;
    }

    /** Whether they are others now. */
    boolean writeTags(Collection<String> list, Arrival arrival, List<ProfileWrite> writes) {
        List<String> before = tags;
        tags(List.copyOf(new LinkedHashSet<>(list)), arrival);
        var json = JsonNodeFactory.instance.arrayNode();
        tags.forEach(json::add);
        writes.add(new ProfileWrite(Field.TAGS, "", json.toString(), arrival.millis(), arrival));
        return !before.equals(tags);
    }

    /** The explicit choice about a group: its own or that about all groups, whichever is later; null if there is none. */
    @Nullable
    Boolean choice(String group) {
        Cell own = subscriptions.cells().get(group);
        Cell all = subscriptions.cells().get(ALL_GROUPS);
        Cell later = own == null || (all != null && own.yieldsTo(all.timestamp(), all.arrival())) ? all : own;
        JsonNode value = later == null ? null : later.value();
        return value == null ? null : value.booleanValue();
    }

    /** The past of another contact joins this one. */
    void absorb(Profile source, ConflictResolution resolution, Arrival merge, List<ProfileWrite> writes) {
        createdAt = Math.min(createdAt, source.createdAt);
        traits.absorb(source.traits, resolution, merge, writes);
        scores.absorb(source.scores, resolution, merge, writes);
        subscriptions.absorb(source.subscriptions, resolution, merge, writes);
        absorbHandKept(source.handKept, merge, writes);
        if (source.tagged != null) {
            List<String> union = new ArrayList<>(tags);
            union.addAll(source.tags);
            writeTags(union, merge, writes);
        }
    }

    /** In one of both is in. */
    private void absorbHandKept(Register source, Arrival merge, List<ProfileWrite> writes) {
        source.cells().forEach((segment, theirs) -> {
            Cell ours = handKept.cells().get(segment);
            if (ours == null) {
                handKept.put(segment, theirs);
            } else if (isTrue(ours.value()) != isTrue(theirs.value())) {
                JsonNode in = JsonNodeFactory.instance.booleanNode(true);
                handKept.put(segment, new Cell(in, merge.millis(), merge, Since.at(merge.millis())));
                writes.add(new ProfileWrite(Field.STATIC, segment, "true", merge.millis(), merge));
            }
        });
    }

    boolean isHandKeptIn(String segment) {
        return isTrue(handKept.value(segment));
    }

    private static boolean isTrue(@Nullable JsonNode value) {
        return value != null && value.booleanValue();
    }
}
