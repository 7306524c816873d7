package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A page of a workspace's segments, in the order in which they were created. The cursor names the last segment of the
 * page before by its place, so a segment deleted in between moves nothing.
 */
record SegmentPage(List<SegmentVersion> shown, Optional<String> nextCursor) {

    static final int LIMIT_DEFAULT = 25;
    static final int LIMIT_MAX = 100;
    private static final String KIND = "s1";

    /** @param all in order */
    static SegmentPage of(Call call, List<SegmentVersion> all, Faults faults) {
        int limit = call.wholeParameter("limit", LIMIT_DEFAULT, 1, LIMIT_MAX, faults);
        Optional<String> cursor = call.parameter("cursor");
        Optional<String> after = cursor.flatMap(SegmentPage::read);
        if (cursor.isPresent() && after.isEmpty()) {
            faults.invalid("cursor", TextNode.valueOf(cursor.get()), "the next_cursor of the page before");
        }
        faults.throwIfAny();
        List<SegmentVersion> rest = after.map(place -> all.stream()
                        .filter(segment -> place(segment).compareTo(place) > 0)
                        .toList())
                .orElse(all);
        List<SegmentVersion> shown = rest.subList(0, Math.min(limit, rest.size()));
        return new SegmentPage(
                shown, rest.size() > limit ? Optional.of(write(shown.get(limit - 1))) : Optional.empty());
    }

    /** Texts that sort as the segments do. */
    private static String place(SegmentVersion segment) {
        return "%019d.%s".formatted(segment.definition().createdAt().toEpochMilli(), segment.id());
    }

    private static String write(SegmentVersion segment) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((KIND + '.' + place(segment)).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(KIND + '.') ? Optional.of(text.substring(KIND.length() + 1)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
