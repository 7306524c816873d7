package io.millrace.query.filter;

import java.util.List;

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
        String stored = "properties[" + values.text(path) + "]";
        String isList = "(startsWith(" + stored + ", '[') AND isValidJSON(" + stored + "))";
        String within = "arrayExists(k -> startsWith(k, " + values.text(path + ".") + "), mapKeys(properties))";
        return new Cell(
                "if(" + isList + ", '', " + stored + ")",
                "if(" + isList + ", " + stored + ", '')",
                "(" + stored + " != '' OR " + within + ")");
    }

    /** The value at a path in a column of JSON text. */
    public static Cell json(String column, List<String> path, SqlValues values) {
        StringBuilder raw = new StringBuilder(column);
        if (!path.isEmpty()) {
            raw.insert(0, "JSONExtractRaw(");
            path.forEach(part -> raw.append(", ").append(values.text(part)));
            raw.append(')');
        }
        return ofJson(raw.toString());
    }

    /** A column of JSON text; empty where there is none. */
    private static Cell ofJson(String raw) {
        return new Cell(
                scalar(raw),
                "if(startsWith(" + raw + ", '['), " + raw + ", '')",
                "if(startsWith(" + raw + ", '{'), NOT match(replaceRegexpAll(" + raw + ", " + KEY + ", ''), "
                        + ALL_ABSENT + "), " + raw + " NOT IN ('', 'null', '\"\"'))");
    }

    /** The text of a scalar's JSON text; empty for all else. */
    static String scalar(String raw) {
        return "multiIf(startsWith(" + raw + ", '\"'), JSONExtractString(" + raw + "), " + raw
                + " = 'null' OR startsWith(" + raw + ", '[') OR startsWith(" + raw + ", '{'), '', " + raw + ")";
    }
}
