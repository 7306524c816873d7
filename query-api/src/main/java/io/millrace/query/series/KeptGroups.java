package io.millrace.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupKey;
import io.millrace.query.group.GroupSql;
import io.millrace.query.request.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The groups that are shown by name; their numbers in statements are their places from 1 on. */
record KeptGroups(List<Kept> groups) {

    /** How many groups a formula is computed for to find the largest. */
    static final int JOINT_MAX = 10_000;

    static final KeptGroups NONE = new KeptGroups(List.of());

    /** A group with the text by which ClickHouse knows it, and its size. */
    record Kept(String key, List<String> values, BigDecimal total) {}

    KeptGroups {
        groups = List.copyOf(groups);
    }

    static KeptGroups of(List<JsonNode> rows, Measure measure) {
        return new KeptGroups(
                rows.stream().map(row -> kept(row, measure.value(row))).toList());
    }

    /** Groups whose size is not known yet. */
    static KeptGroups unsized(List<JsonNode> rows) {
        return new KeptGroups(
                rows.stream().map(row -> kept(row, BigDecimal.ZERO)).toList());
    }

    private static Kept kept(JsonNode row, BigDecimal total) {
        return new Kept(
                row.path("group_key").asText(),
                StreamSupport.stream(row.path("group_values").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                total);
    }

    /** The key of the group whose fields are all absent, as ClickHouse writes it. */
    static String absentKey(int fields) {
        return Stream.generate(() -> "\"\"").limit(fields).collect(Collectors.joining(",", "[", "]"));
    }

    List<String> firstValues() {
        return groups.stream().map(kept -> kept.values().get(0)).toList();
    }

    /** The same groups in the order in which they are shown, with these sizes by their numbers. */
    KeptGroups sized(Map<Integer, BigDecimal> totals, Optional<Bins> bins) {
        List<Kept> sized = new ArrayList<>();
        for (int number = 1; number <= groups.size(); number++) {
            Kept kept = groups.get(number - 1);
            sized.add(new Kept(kept.key(), kept.values(), totals.getOrDefault(number, BigDecimal.ZERO)));
        }
        sized.sort((one, two) -> GroupKey.order().compare(sized(one, bins), sized(two, bins)));
        return new KeptGroups(sized);
    }

    List<String> keys() {
        return groups.stream().map(Kept::key).toList();
    }

    GroupKey key(int number, Optional<Bins> bins) {
        return GroupSql.key(groups.get(number - 1).values(), bins);
    }

    /** The same groups for all series: those in which the formula's value is largest. */
    static List<KeptGroups> joint(List<KeptGroups> each, Formula formula, int limit, Optional<Bins> bins) {
        Map<String, Kept> all = new LinkedHashMap<>();
        for (KeptGroups one : each) {
            if (one.groups().size() > JOINT_MAX) {
                throw Problem.limitExceeded(
                                "groups",
                                Integer.toString(JOINT_MAX),
                                "a formula is computed for up to " + JOINT_MAX
                                        + " groups; group by a field with fewer values, or filter")
                        .exception();
            }
            one.groups().forEach(kept -> all.putIfAbsent(kept.key(), kept));
        }
        List<Map<String, BigDecimal>> totals = new ArrayList<>();
        for (KeptGroups one : each) {
            Map<String, BigDecimal> ofOne = new LinkedHashMap<>();
            one.groups().forEach(kept -> ofOne.put(kept.key(), kept.total()));
            totals.add(ofOne);
        }
        List<Kept> computed = new ArrayList<>();
        for (Kept kept : all.values()) {
            List<BigDecimal> values = totals.stream()
                    .map(ofOne -> ofOne.getOrDefault(kept.key(), BigDecimal.ZERO))
                    .toList();
            computed.add(new Kept(kept.key(), kept.values(), formula.of(values)));
        }
        computed.sort((one, two) -> GroupKey.order().compare(sized(one, bins), sized(two, bins)));
        KeptGroups largest = new KeptGroups(computed.subList(0, Math.min(limit, computed.size())));
        return each.stream().map(unused -> largest).toList();
    }

    private static GroupKey.Sized sized(Kept kept, Optional<Bins> bins) {
        return new GroupKey.Sized(GroupSql.key(kept.values(), bins), kept.total());
    }
}
