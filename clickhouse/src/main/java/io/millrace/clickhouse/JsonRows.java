package io.millrace.clickhouse;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads format {@code JSONEachRow} without losing a digit: whole numbers of any size, fractions as decimals. */
final class JsonRows {

    private static final ObjectReader ROWS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private JsonRows() {}

    static List<JsonNode> read(InputStream body) throws IOException {
        try (MappingIterator<JsonNode> rows = ROWS.readValues(body)) {
            return rows.readAll();
        }
    }
}
