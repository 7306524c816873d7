package io.millrace.query.list;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a workspace's definitions of one kind, in the order in which they were created. The cursor names the last one
 * of the page before by its place, so one that is deleted in between moves nothing.
 */
public record CreatedPage<T>(List<T> shown, Optional<String> nextCursor) {

    private static final int LIMIT_DEFAULT = 25;
    private static final int LIMIT_MAX = 100;

    /**
     * Ends the request if there were faults.
     *
     * @param kind which list a cursor must belong to
     * @param all in order
     * @param place see {@link #place}
     */
    public static <T> CreatedPage<T> of(Call call, String kind, List<T> all, Function<T, String> place, Faults faults) {
        int limit = call.wholeParameter("limit", LIMIT_DEFAULT, 1, LIMIT_MAX, faults);
        Optional<String> cursor = call.parameter("cursor");
        Optional<String> after = cursor.flatMap(text -> read(kind, text));
        if (cursor.isPresent() && after.isEmpty()) {
            faults.invalid("cursor", TextNode.valueOf(cursor.get()), "the next_cursor of the page before");
        }
        faults.throwIfAny();
        List<T> rest = after.map(last -> all.stream()
                        .filter(one -> place.apply(one).compareTo(last) > 0)
                        .toList())
                .orElse(all);
        List<T> shown = rest.subList(0, Math.min(limit, rest.size()));
        return new CreatedPage<>(
                shown,
                rest.size() > limit ? Optional.of(write(kind, place.apply(shown.get(limit - 1)))) : Optional.empty());
    }

    /** Texts that sort as what was created at these instants does. */
    public static String place(Instant createdAt, String id) {
        return "%019d.%s".formatted(createdAt.toEpochMilli(), id);
    }

    private static String write(String kind, String place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((kind + '.' + place).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> read(String kind, String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(kind + '.') ? Optional.of(text.substring(kind.length() + 1)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
