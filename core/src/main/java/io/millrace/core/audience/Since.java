package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Values;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Since when a value is what it is, as a whole and in its parts: a write that changes one field of an object lets the
 * others go on as they were.
 *
 * @param at in epoch milliseconds
 * @param parts fields of an object that have been the same since another instant
 */
record Since(long at, Map<String, Since> parts) {

    static Since at(long millis) {
        return new Since(millis, Map.of());
    }

    /** After a write at {@code millis} that puts {@code after} in the place of {@code before}. */
    Since after(@Nullable JsonNode before, @Nullable JsonNode after, long millis) {
        if (Values.same(before, after)) {
            return this;
        }
        if (before == null || after == null || !before.isObject() || !after.isObject()) {
            return at(millis);
        }
        Map<String, Since> kept = new TreeMap<>();
        Iterator<Map.Entry<String, JsonNode>> fields = after.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode old = before.get(field.getKey());
            Since part = old == null ? at(millis) : part(field.getKey()).after(old, field.getValue(), millis);
            if (part.at != millis || !part.parts.isEmpty()) {
                kept.put(field.getKey(), part);
            }
        }
        return new Since(millis, kept);
    }

    private Since part(String field) {
        Since part = parts.get(field);
        return part == null ? at(at) : part;
    }

    /** Since when the value at a path below the whole has been the same; the path's first part is the whole's own name. */
    long of(Path path) {
        List<String> below = path.parts().subList(1, path.parts().size());
        Since since = this;
        for (String field : below) {
            since = since.part(field);
        }
        return since.at;
    }

    /** @param base an instant that it is likely to be near */
    void write(StateWriter out, long base) {
        out.signed(at - base).unsigned(parts.size());
        parts.forEach((field, part) -> {
            out.text(field);
            part.write(out, at);
        });
    }

    static Since read(StateReader in, long base) {
        long at = base + in.signed();
        int size = in.size();
        if (size == 0) {
            return at(at);
        }
        Map<String, Since> parts = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            parts.put(in.text(), read(in, at));
        }
        return new Since(at, parts);
    }
}
