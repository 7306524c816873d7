package io.millrace.query.contact;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.http.Call;
import io.millrace.query.list.Page;
import io.millrace.query.request.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which page of a list is asked for whose rows stand in the order of a text.
 *
 * @param after the text of the last row of the page before; empty for the first page
 */
record TextPage(int limit, Optional<String> after) {

    private static final String KIND = "t1.";

    static TextPage of(Call call, Faults faults) {
        int limit = call.wholeParameter("limit", Page.LIMIT_DEFAULT, 1, Page.LIMIT_MAX, faults);
        Optional<String> cursor = call.parameter("cursor");
        Optional<String> after = cursor.flatMap(TextPage::read);
        if (cursor.isPresent() && after.isEmpty()) {
            faults.invalid("cursor", TextNode.valueOf(cursor.get()), "the next_cursor of the page before");
        }
        return new TextPage(limit, after);
    }

    /** The rows of this page, and one more if there is a next page. */
    <R> List<R> cut(List<R> sorted, Function<R, String> text) {
        return sorted.stream()
                .filter(row -> after.isEmpty() || text.apply(row).compareTo(after.get()) > 0)
                .limit(limit + 1L)
                .toList();
    }

    static String cursor(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((KIND + text).getBytes(StandardCharsets.UTF_8));
    }

    /** For what makes an envelope of pages. */
    Page page() {
        return new Page(limit, Optional.empty());
    }

    private static Optional<String> read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Optional.of(text)
                    .filter(found -> found.startsWith(KIND))
                    .map(found -> found.substring(KIND.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
