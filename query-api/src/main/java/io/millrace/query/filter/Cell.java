package io.millrace.query.filter;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A value in a row, as expressions that are never null.
 *
 * @param text a scalar as text: a string without its quotes, a number digit for digit, {@code true}; else empty
 * @param list a list's JSON text; else empty
 * @param present whether there is a value at all, objects with any value in them included
 */
public record Cell(String text, String list, String present) {

    /** A name in an object's JSON text. */
    private static final String KEY = "'\"(?:[^\"\\\\\\\\]|\\\\\\\\.)*\":'";

    /** An object in which nothing is there, without the names. */
    private static final String ALL_ABSENT = "'^(?:[{},]|null|\"\")*$'";

    /**
     * A property of an event by its dotted path. A string that is itself the JSON text of a list counts as that list: the
     * column does not tell them apart.
     */
    public static Cell property(String path, SqlValues values) {
        return stored("properties", path, values);
    }

    /** Something in an event's context by its dotted path; else as a property. */
    public static Cell context(String path, SqlValues values) {
        return stored("context", path, values);
    }

    /** A text that is never a list, empty where absent. */
    static Cell text(String text) {
        return new Cell(text, "''", "(" + text + " != '')");
    }

    private static Cell stored(String column, String path, SqlValues values) {
        String stored = column + "[" + values.text(path) + "]";
        String isList = "(startsWith(" + stored + ", '[') AND isValidJSON(" + stored + "))";
        String within = "arrayExists(k -> startsWith(k, " + values.text(path + ".") + "), mapKeys(" + column + "))";
        return new Cell(
                "if(" + isList + ", '', " + stored + ")",
                "if(" + isList + ", " + stored + ", '')",
                "(" + stored + " != '' OR " + within + ")");
    }

    /** A value's JSON text in a column; empty where there is none. */
    public static Cell json(String column) {
        return new Cell(
                scalar(column),
                "if(startsWith(" + column + ", '['), " + column + ", '')",
                "if(startsWith(" + column + ", '{'), NOT match(replaceRegexpAll(" + column + ", " + KEY + ", ''), "
                        + ALL_ABSENT + "), " + column + " NOT IN ('', 'null', '\"\"'))");
    }

    /** The JSON text at a path within a column of JSON text; empty if there is nothing. */
    public static String at(String column, List<String> path, SqlValues values) {
        return path.isEmpty()
                ? column
                : path.stream()
                        .map(values::text)
                        .collect(Collectors.joining(", ", "JSONExtractRaw(" + column + ", ", ")"));
    }

    /** This with short names for its text and list; {@link #columns} has them. */
    public Cell named() {
        return new Cell("cell_text", "cell_list", present);
    }

    /** Columns for a SELECT. */
    public String columns() {
        return text + " AS cell_text, " + list + " AS cell_list";
    }

    /** The text of a scalar's JSON text; empty for all else. A string without escapes needs no parser. */
    static String scalar(String raw) {
        return "multiIf(startsWith(" + raw + ", '\"'), if(position(" + raw + ", '\\\\') = 0, substring(" + raw
                + ", 2, length(" + raw + ") - 2), JSONExtractString(" + raw + ")), " + raw + " = 'null' OR startsWith("
                + raw + ", '[') OR startsWith(" + raw + ", '{'), '', " + raw + ")";
    }
}
