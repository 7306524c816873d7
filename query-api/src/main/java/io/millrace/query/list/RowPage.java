package io.millrace.query.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Reply;
import java.util.List;
import java.util.Optional;

/**
 * A page of a list: as JSON with the cursor of the next one, or as CSV.
 *
 * @param nextCursor empty on the last page
 */
public record RowPage(List<ObjectNode> rows, Optional<String> nextCursor) {
    public RowPage {
        rows = List.copyOf(rows);
    }

    public Reply json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("data").addAll(rows);
        body.put("has_more", nextCursor.isPresent());
        body.put("next_cursor", nextCursor.orElse(null));
        return Reply.json(200, body);
    }

    /** @param columns fields of the rows; what is no single value stands there as JSON */
    public Reply csv(List<String> columns) {
        return Reply.csv(
                columns,
                rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> cell(row.path(column)))
                                .toList())
                        .toList());
    }

    private static String cell(JsonNode value) {
        return value.isNull() ? "" : value.isContainerNode() ? value.toString() : value.asText();
    }
}
