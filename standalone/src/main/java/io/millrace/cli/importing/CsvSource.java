package io.millrace.cli.importing;

import io.millrace.cli.client.CommandFailure;
import io.millrace.cli.importing.LineReader.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of separated values. Lines are put together to records here, so that one malformed record costs itself alone
 * and each row knows its first line; commons-csv reads the record.
 */
final class CsvSource implements RowSource {

    /** A quote still open after this much was never meant to span lines. */
    private static final int RECORD_LINES_MAX = 1_000;

    private static final int RECORD_CHARS_MAX = 1024 * 1024;

    private final LineReader lines;
    private final CsvDialect dialect;
    private final CSVFormat format;
    private final Deque<Line> pushedBack = new ArrayDeque<>();
    private final Map<String, Integer> columns;
    private long number;

    CsvSource(LineReader lines, CsvDialect dialect) throws IOException {
        this.lines = lines;
        this.dialect = dialect;
        this.format = dialect.format();
        for (int i = 0; i < dialect.skipRows(); i++) {
            lines.next();
        }
        this.columns = indexed(dialect.columns().isEmpty() ? header() : dialect.columns());
    }

    Set<String> columns() {
        return columns.keySet();
    }

    @Override
    public @Nullable Reading next() throws IOException {
        Line first = filledLine();
        if (first == null) {
            return null;
        }
        number++;
        if (first.cut()) {
            return new Reading.Unreadable(first.number(), "the line is longer than 4 MB");
        }
        String text = record(first);
        if (text == null) {
            return new Reading.Unreadable(first.number(), "a quote is opened here that is not closed");
        }
        if (!LineReader.readable(text)) {
            return new Reading.Unreadable(first.number(), LineReader.UNREADABLE);
        }
        try {
            List<String> values = values(text);
            if (values.size() != columns.size()) {
                return new Reading.Unreadable(
                        first.number(), "found " + values.size() + " values, expected " + columns.size());
            }
            return new CsvRow(first.number(), number, columns, values, text);
        } catch (UncheckedIOException | IllegalStateException e) {
            return new Reading.Unreadable(first.number(), "no record of separated values: " + reason(e));
        }
    }

    /** The whole record's text; null if its quote never closes, and then the lines after the first are read again. */
    private @Nullable String record(Line first) throws IOException {
        if (!dialect.goesOn(first.text())) {
            return first.text();
        }
        StringBuilder text = new StringBuilder(first.text());
        List<Line> taken = new ArrayList<>();
        while (taken.size() < RECORD_LINES_MAX && text.length() < RECORD_CHARS_MAX) {
            Line line = line();
            if (line == null) {
                break;
            }
            taken.add(line);
            text.append('\n').append(line.text());
            if (line.text().indexOf('"') >= 0 && !dialect.goesOn(text)) {
                return text.toString();
            }
        }
        for (int i = taken.size() - 1; i >= 0; i--) {
            pushedBack.addFirst(taken.get(i));
        }
        return null;
    }

    private List<String> values(String text) throws IOException {
        try (CSVParser parser = CSVParser.parse(text, format)) {
            List<CSVRecord> records = parser.getRecords();
            return records.isEmpty() ? List.of("") : records.get(0).toList();
        }
    }

    private List<String> header() throws IOException {
        Line first = filledLine();
        String text = first == null ? null : record(first);
        if (text == null) {
            throw new CommandFailure("The file has no header: its first line should name the columns.");
        }
        if (!LineReader.readable(text)) {
            throw new CommandFailure("In the header " + LineReader.UNREADABLE + ".");
        }
        return values(text);
    }

    private @Nullable Line filledLine() throws IOException {
        Line line = line();
        while (line != null && line.text().isEmpty()) {
            line = line();
        }
        return line;
    }

    private @Nullable Line line() throws IOException {
        return pushedBack.isEmpty() ? lines.next() : pushedBack.removeFirst();
    }

    private static Map<String, Integer> indexed(List<String> names) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name =
                    names.get(i).isBlank() ? "column_" + (i + 1) : names.get(i).strip();
            if (columns.put(name, i) != null) {
                throw new CommandFailure(
                        "Two columns are named \"" + name + "\"; give names of your own by --columns.");
            }
        }
        return columns;
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).replaceAll("^.*?(?:IOException|CSVException): ", "");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** A record; the index of its columns is shared by all rows. */
    private record CsvRow(long line, long number, Map<String, Integer> columns, List<String> values, String source)
            implements Reading.Row {

        @Override
        public Set<String> names() {
            return columns.keySet();
        }

        @Override
        public @Nullable String text(String name) {
            Integer index = columns.get(name);
            String value = index == null ? "" : values.get(index);
            return value.isEmpty() ? null : value;
        }

        @Override
        public @Nullable String json(String name, ValueKind kind) throws UnfitValueException {
            String text = text(name);
            return text == null ? null : kind.json(name, text);
        }
    }
}
