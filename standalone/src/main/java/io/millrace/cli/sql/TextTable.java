package io.millrace.cli.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns of equal width; numbers stand to the right, null is empty, digits are as the API gave them. */
final class TextTable {

    private static final String GAP = "  ";

    private TextTable() {}

    static void print(JsonNode rows, PrintWriter out) {
        if (rows.isEmpty()) {
            out.println("(no rows)");
            return;
        }
        List<String> names = new ArrayList<>();
        rows.get(0).fieldNames().forEachRemaining(names::add);
        List<List<String>> cells = new ArrayList<>();
        boolean[] numbers = new boolean[names.size()];
        int[] widths = new int[names.size()];
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            numbers[i] = rows.get(0).path(name).isNumber();
            List<String> column = new ArrayList<>();
            column.add(name);
            rows.forEach(row -> column.add(cell(row.path(name))));
            widths[i] = column.stream().mapToInt(TextTable::width).max().orElse(0);
            cells.add(column);
        }
        for (int row = 0; row <= rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < names.size(); i++) {
                String cell = cells.get(i).get(row);
                String padding = " ".repeat(widths[i] - width(cell));
                line.append(i == 0 ? "" : GAP).append(numbers[i] ? padding + cell : cell + padding);
            }
            out.println(line.toString().stripTrailing());
            if (row == 0) {
                out.println(rule(widths));
            }
        }
    }

    private static String rule(int[] widths) {
        List<String> parts = new ArrayList<>();
        for (int width : widths) {
            parts.add("-".repeat(width));
        }
        return String.join(GAP, parts);
    }

    private static String cell(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        String text = value.isTextual() ? value.textValue() : value.toString();
        return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
