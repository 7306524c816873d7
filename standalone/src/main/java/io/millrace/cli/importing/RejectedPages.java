package io.millrace.cli.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.client.ApiClient;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** Reads what ingest or the stream rejected of an import, page by page. */
final class RejectedPages {

    /** Enough to find the first ones of the file unless thousands were rejected. */
    private static final int PAGES_FOR_SCREEN = 20;

    private static final int PAGE_ROWS = 100;

    private final ApiClient api;
    private final String importId;

    RejectedPages(ApiClient api, String importId) {
        this.api = api;
        this.importId = importId;
    }

    /** @param lineOf from an event's position in the import to its line in the file */
    void addTo(Rejections rejections, LongUnaryOperator lineOf) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("import", importId);
        parameters.put("limit", Integer.toString(PAGE_ROWS));
        for (int page = 1; ; page++) {
            JsonNode answer = api.get("/v1/analytics/rejected", parameters);
            for (JsonNode row : answer.path("data")) {
                rejections.add(rejection(row, lineOf));
            }
            JsonNode cursor = answer.path("next_cursor");
            boolean enough = page >= PAGES_FOR_SCREEN && !rejections.wantsAll();
            if (!answer.path("has_more").asBoolean() || cursor.isNull() || cursor.isMissingNode() || enough) {
                return;
            }
            parameters.put("cursor", cursor.asText());
        }
    }

    private static Rejection rejection(JsonNode row, LongUnaryOperator lineOf) {
        JsonNode payload = row.path("payload");
        return new Rejection(
                lineOf.applyAsLong(row.path("position").asLong()),
                row.path("reason").asText(),
                row.path("detail").asText(""),
                row.path("messageId").asText(""),
                payload.isTextual() ? payload.textValue() : payload.toString());
    }
}
