package io.millrace.query.list;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Which page of a list is asked for.
 *
 * @param after the place of the last row of the page before; empty for the first page
 */
public record Page(int limit, Optional<List<Long>> after) {

    public static final int LIMIT_DEFAULT = 25;
    public static final int LIMIT_MAX = 100;

    /**
     * @param kind which list a cursor must belong to
     * @param places how many numbers a row's place has
     */
    public static Page of(Call call, String kind, int places, Faults faults) {
        int limit = call.wholeParameter("limit", LIMIT_DEFAULT, 1, LIMIT_MAX, faults);
        Optional<String> cursor = call.parameter("cursor");
        if (cursor.isEmpty()) {
            return new Page(limit, Optional.empty());
        }
        Optional<List<Long>> after = read(cursor.get(), kind, places);
        if (after.isEmpty()) {
            faults.invalid("cursor", TextNode.valueOf(cursor.get()), "the next_cursor of the page before");
        }
        return new Page(limit, after);
    }

    public static String cursor(String kind, List<Long> place) {
        StringBuilder text = new StringBuilder(kind);
        place.forEach(number -> text.append('.').append(number));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static Optional<List<Long>> read(String cursor, String kind, int places) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            String[] parts = text.split("\\.", -1);
            if (parts.length != places + 1 || !parts[0].equals(kind)) {
                return Optional.empty();
            }
            List<Long> place = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                place.add(Long.parseLong(parts[i]));
            }
            return Optional.of(place);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
