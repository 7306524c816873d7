package io.millrace.testing.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.audience.ProfileWrite.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The profile that follows from a list of writes: per key that with the greatest time, the later arrival at a tie. */
final class OracleProfile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private static final Comparator<ProfileWrite> BY_TIME =
            Comparator.comparingLong(ProfileWrite::timestamp).thenComparing(ProfileWrite::arrival);

    /** In order of arrival. */
    private final List<ProfileWrite> writes;

    OracleProfile(List<ProfileWrite> writes, long now) {
        this.writes = writes.stream()
                .filter(write -> write.timestamp() <= now)
                .sorted(Comparator.comparing(ProfileWrite::arrival))
                .toList();
    }

    /** What was written last by event time; null JSON if nothing was, or if it was removed. */
    JsonNode value(Field field, String key) {
        return newest(of(field, key)).map(write -> parse(write.value())).orElse(NullNode.getInstance());
    }

    Optional<ProfileWrite> newest(Field field, String key) {
        return newest(of(field, key));
    }

    boolean isTrue(Field field, String key) {
        return value(field, key).asBoolean();
    }

    Set<String> keys(Field field) {
        Set<String> keys = new TreeSet<>();
        writes.stream().filter(write -> write.field() == field).forEach(write -> keys.add(write.key()));
        return keys;
    }

    List<String> tags() {
        List<String> tags = new ArrayList<>();
        value(Field.TAGS, "").forEach(tag -> tags.add(tag.textValue()));
        return tags;
    }

    /** The explicit choice about a group: that about it or about all groups, whichever is newer. */
    Optional<Boolean> choice(String group) {
        return newest(Stream.concat(of(Field.SUBSCRIPTION, group), of(Field.SUBSCRIPTION, "")))
                .map(write -> Boolean.valueOf(write.value()));
    }

    /**
     * The time of the write that, in order of arrival, last changed what stands at a path of a trait; writes that lost when
     * they arrived change nothing.
     */
    long heldSince(List<String> path) {
        List<ProfileWrite> all = of(Field.TRAIT, path.get(0)).toList();
        long since = 0;
        Optional<JsonNode> before = Optional.empty();
        for (int i = 0; i < all.size(); i++) {
            ProfileWrite write = all.get(i);
            ProfileWrite stands = newest(all.subList(0, i + 1).stream()).orElseThrow();
            if (!stands.equals(write)) {
                continue;
            }
            JsonNode after = OracleValues.at(parse(write.value()), path.subList(1, path.size()));
            if (before.isEmpty() || !OracleValues.same(before.get(), after)) {
                since = write.timestamp();
            }
            before = Optional.of(after);
        }
        return since;
    }

    private Stream<ProfileWrite> of(Field field, String key) {
        return writes.stream()
                .filter(write -> write.field() == field && write.key().equals(key));
    }

    /** Of writes of one instant and arrival the last. */
    private static Optional<ProfileWrite> newest(Stream<ProfileWrite> candidates) {
        return candidates.reduce((a, b) -> BY_TIME.compare(a, b) <= 0 ? b : a);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a write's value is no JSON: " + json, e);
        }
    }
}
