package io.millrace.query.attribution;

import io.millrace.query.group.GroupKey;
import io.millrace.query.group.Grouping;
import io.millrace.query.request.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How the dimension's values stand in an answer of the store: one text as it is, several as a JSON list. */
final class Dimensions {

    private Dimensions() {}

    static GroupKey key(String stored, Grouping dimension) {
        if (dimension.fields().size() == 1) {
            return GroupKey.of(List.of(stored));
        }
        List<String> values = new ArrayList<>();
        Json.parse(stored.getBytes(StandardCharsets.UTF_8)).forEach(value -> values.add(value.asText()));
        return GroupKey.of(values);
    }

    /** What stands there if all of them are absent. */
    static String absent(Grouping dimension) {
        return dimension.fields().size() == 1
                ? ""
                : "["
                        + String.join(
                                ",",
                                dimension.fields().stream()
                                        .map(unused -> "\"\"")
                                        .toList()) + "]";
    }
}
