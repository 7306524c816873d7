package io.millrace.cli.importing;

import java.util.List;
import org.apache.commons.csv.CSVFormat;

/**
 * How a file of separated values is written.
 *
 * @param skipRows lines before the header that mean nothing
 * @param columns the columns' names if the file has no header, else empty
 */
record CsvDialect(char delimiter, int skipRows, List<String> columns) {

    CsvDialect {
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
            throw new IllegalArgumentException("a quote or an end of line cannot be the delimiter");
        }
        if (skipRows < 0) {
            throw new IllegalArgumentException("the number of rows to skip is not negative");
        }
        columns = List.copyOf(columns);
    }

    CSVFormat format() {
        return CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get();
    }

    /**
     * Whether a record that begins with this text goes on in the next line, because a quoted field is still open. A quote
     * opens only at the beginning of a field, and two quotes inside stand for one.
     */
    boolean goesOn(CharSequence text) {
        boolean quoted = false;
        boolean fieldStart = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"') {
                    if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                        i++;
                    } else {
                        quoted = false;
                    }
                }
            } else if (c == '"' && fieldStart) {
                quoted = true;
                fieldStart = false;
            } else {
                fieldStart = c == delimiter;
            }
        }
        return quoted;
    }
}
