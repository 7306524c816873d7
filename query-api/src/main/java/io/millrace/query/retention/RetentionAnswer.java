package io.millrace.query.retention;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.group.GroupKey;
import io.millrace.query.request.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows a retention table as JSON and as CSV rows. */
final class RetentionAnswer implements Answer {

    private static final List<String> COLUMNS = List.of("cohort", "size", "column", "count", "rate");

    private final RetentionQuery query;
    private final Table everybody;
    private final List<Group> groups;

    /** A group with its table. */
    record Group(GroupKey key, Table table) {}

    /** @param groups in order, none where nothing is grouped */
    RetentionAnswer(RetentionQuery query, Table everybody, List<Group> groups) {
        this.query = query;
        this.everybody = everybody;
        this.groups = List.copyOf(groups);
    }

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", RetentionQuestions.TYPE);
        answer.put("mode", query.mode().name().toLowerCase(Locale.ROOT));
        answer.put("period", query.period().text());
        answer.put("from", query.range().fromText());
        answer.put("to", query.range().toText());
        answer.put("timezone", query.range().zone().getId());
        fill(answer, everybody);
        if (!query.grouping().isNone()) {
            ArrayNode shown = answer.putArray("groups");
            for (Group group : groups) {
                ObjectNode node = group.key().toJson();
                node.put("total", group.table().summary().size());
                fill(node, group.table());
                shown.add(node);
            }
        }
        return answer;
    }

    private static void fill(ObjectNode node, Table table) {
        ArrayNode data = node.putArray("data");
        for (Table.Row row : table.rows()) {
            fill(data.addObject().put("cohort", row.cohort()), row);
        }
        fill(node.putObject("summary"), table.summary());
    }

    private static void fill(ObjectNode node, Table.Row row) {
        node.put("size", row.size());
        ArrayNode counts = node.putArray("counts");
        row.counts().forEach(counts::add);
        ArrayNode rates = node.putArray("rates");
        row.rates().forEach(rates::add);
    }

    @Override
    public List<String> header() {
        List<String> header = new ArrayList<>(query.grouping().names());
        header.addAll(COLUMNS);
        return header;
    }

    @Override
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        if (query.grouping().isNone()) {
            fill(rows, List.of(), everybody);
            return rows;
        }
        int fields = query.grouping().fields().size();
        for (Group group : groups) {
            fill(rows, group.key().cells(fields), group.table());
        }
        return rows;
    }

    private static void fill(List<List<String>> rows, List<String> groupCells, Table table) {
        for (Table.Row row : table.rows()) {
            for (int column = 0; column < row.counts().size(); column++) {
                List<String> cells = new ArrayList<>(groupCells);
                cells.add(row.cohort());
                cells.add(Long.toString(row.size()));
                cells.add(Integer.toString(column));
                cells.add(plain(row.counts().get(column)));
                cells.add(plain(row.rates().get(column)));
                rows.add(cells);
            }
        }
    }

    private static String plain(@Nullable Long number) {
        return number == null ? "" : Long.toString(number);
    }

    private static String plain(@Nullable Double number) {
        return number == null ? "" : BigDecimal.valueOf(number).toPlainString();
    }
}
