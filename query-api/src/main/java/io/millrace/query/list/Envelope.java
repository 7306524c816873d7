package io.millrace.query.list;

import io.millrace.query.http.Reply;
import java.util.List;
import java.util.function.Function;

/** The envelope of a list: its rows, whether there are more and how to ask for them. */
public final class Envelope {

    private Envelope() {}

    /**
     * @param rows one more than the page holds, if there is a next page
     * @param place a row's place, as the cursor of the page after it
     * @param json a row as JSON text
     */
    public static <R> Reply of(List<R> rows, Page page, Function<R, String> place, Function<R, String> json) {
        boolean more = rows.size() > page.limit();
        List<R> shown = more ? rows.subList(0, page.limit()) : rows;
        StringBuilder text = new StringBuilder("{\"data\":[");
        for (int i = 0; i < shown.size(); i++) {
            text.append(i == 0 ? "" : ",").append(json.apply(shown.get(i)));
        }
        text.append("],\"has_more\":").append(more).append(",\"next_cursor\":");
        text.append(more ? JsonText.quoted(place.apply(shown.get(shown.size() - 1))) : "null");
        return Reply.text(200, Reply.JSON, text.append('}').toString());
    }
}
