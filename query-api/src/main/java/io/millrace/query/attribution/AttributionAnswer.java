package io.millrace.query.attribution;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.group.GroupKey;
import io.millrace.query.request.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Shows who earned credit as JSON and as CSV rows. */
final class AttributionAnswer implements Answer {

    private static final List<String> COLUMNS = List.of("touchpoints", "contacts", "conversions", "value");

    private final AttributionQuery query;
    private final List<Row> rows;
    private final long conversions;
    private final BigDecimal value;

    /** @param conversions the credit for conversions, with up to six decimals; the value of those shares likewise */
    record Row(GroupKey key, long touchpoints, long contacts, BigDecimal conversions, BigDecimal value) {}

    /** @param rows in order */
    AttributionAnswer(AttributionQuery query, List<Row> rows, long conversions, BigDecimal value) {
        this.query = query;
        this.rows = List.copyOf(rows);
        this.conversions = conversions;
        this.value = value;
    }

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", AttributionQuestions.TYPE);
        answer.put("model", query.model().text());
        ArrayNode data = answer.putArray("data");
        for (Row row : rows) {
            data.add(row.key()
                    .toJson()
                    .put("touchpoints", row.touchpoints())
                    .put("contacts", row.contacts())
                    .put("conversions", plain(row.conversions()))
                    .put("value", plain(row.value())));
        }
        answer.putObject("total").put("conversions", conversions).put("value", plain(value));
        return answer;
    }

    @Override
    public List<String> header() {
        List<String> header = new ArrayList<>(query.dimension().names());
        header.addAll(COLUMNS);
        return header;
    }

    @Override
    public List<List<String>> rows() {
        List<List<String>> lines = new ArrayList<>();
        int fields = query.dimension().fields().size();
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(row.key().cells(fields));
            cells.add(Long.toString(row.touchpoints()));
            cells.add(Long.toString(row.contacts()));
            cells.add(plain(row.conversions()).toPlainString());
            cells.add(plain(row.value()).toPlainString());
            lines.add(cells);
        }
        return lines;
    }

    /** Without zeros at its end and without an exponent. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
