package io.millrace.query.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A first look at people's SQL, for clear messages: one statement that reads, and that leaves format, target and
 * settings to the API. What isolates workspaces is ClickHouse itself, not this.
 */
final class SqlText {

    private static final List<String> READING = List.of("SELECT", "WITH");

    /** What stands for columns without naming them. */
    private static final List<String> ALL_COLUMNS =
            List.of("COLUMNS", "NATURAL", "MERGE", "DESCRIBE", "DESC", "EXPLAIN", "SYSTEM", "INFORMATION_SCHEMA");

    private SqlText() {}

    /** Why a text is not run; empty if it may be tried. */
    static Optional<String> refusal(String text) {
        List<String> words = words(text);
        while (!words.isEmpty() && words.get(words.size() - 1).equals(";")) {
            words.remove(words.size() - 1);
        }
        List<String> leading = words.stream().filter(word -> !word.equals("(")).toList();
        if (leading.isEmpty()) {
            return Optional.of("the query is empty");
        }
        if (words.contains(";")) {
            return Optional.of("one statement at a time");
        }
        if (!READING.contains(leading.get(0))) {
            return Optional.of("only queries that begin with SELECT or WITH are run, found " + leading.get(0));
        }
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i);
            String next = words.get(i + 1);
            boolean last = i + 2 == words.size() || words.get(i + 2).equals("SETTINGS");
            if (word.equals("INTO") && next.equals("OUTFILE")) {
                return Optional.of("INTO OUTFILE is not allowed");
            }
            if (word.equals("FORMAT") && isName(next) && last) {
                return Optional.of("FORMAT is not allowed; ask for json, ndjson, csv or parquet by the field format");
            }
            if (word.equals("SETTINGS")
                    && isName(next)
                    && i + 2 < words.size()
                    && words.get(i + 2).equals("=")) {
                return Optional.of("SETTINGS is not allowed");
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a text might ask for the contact of events: by name, or by an asterisk or the like that stands for all
     * columns. {@code false} may be wrong where ClickHouse would then not know a column, never where it would leave
     * one out.
     */
    static boolean mayNameContacts(String text) {
        String lowered = text.toLowerCase(Locale.ROOT);
        if (lowered.contains("contact") || text.indexOf('\\') >= 0) {
            return true;
        }
        List<String> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean counted = i >= 2
                    && words.get(i - 1).equals("(")
                    && words.get(i - 2).equals("COUNT")
                    && i + 1 < words.size()
                    && words.get(i + 1).equals(")");
            if ((word.equals("*") && !counted) || ALL_COLUMNS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** A statement without the semicolon that may end it. */
    static String statement(String text) {
        String statement = text.strip();
        while (statement.endsWith(";")) {
            statement = statement.substring(0, statement.length() - 1).strip();
        }
        return statement;
    }

    private static boolean isName(String word) {
        return Character.isLetter(word.charAt(0)) || word.charAt(0) == '_';
    }

    /** Words in capitals and single signs; without comments, and with quoted texts as one sign each. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"' || c == '`') {
                at = afterQuoted(text, at);
                words.add("'");
            } else if (text.startsWith("--", at) || c == '#') {
                at = after(text, "\n", at);
            } else if (text.startsWith("/*", at)) {
                at = after(text, "*/", at + 2);
            } else if (Character.isLetter(c) || c == '_') {
                int end = at;
                while (end < text.length()
                        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                    end++;
                }
                words.add(text.substring(at, end).toUpperCase(Locale.ROOT));
                at = end;
            } else {
                if (!Character.isWhitespace(c)) {
                    words.add(String.valueOf(c));
                }
                at++;
            }
        }
        return words;
    }

    private static int after(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private static int afterQuoted(String text, int from) {
        char quote = text.charAt(from);
        int at = from + 1;
        while (at < text.length()) {
            if (text.charAt(at) == '\\') {
                at += 2;
            } else if (text.charAt(at) == quote) {
                return at + 1;
            } else {
                at++;
            }
        }
        return text.length();
    }
}
