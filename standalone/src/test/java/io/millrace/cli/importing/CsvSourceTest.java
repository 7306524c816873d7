package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.client.CommandFailure;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvSourceTest {

    @Test
    void rowsKnowTheirLineAndNumber() throws IOException {
        assertThat(read("id,note\n1,a\n2,b\n")).containsExactly("2/1 1|a", "3/2 2|b");
    }

    @Test
    void recordsThatSpanLinesBeginWhereTheyBegin() throws IOException {
        assertThat(read("id,note\r\n1,\"two\r\nlines\"\r\n\r\n2,\"a \"\"b\"\"\"\r\n3,c"))
                .containsExactly("2/1 1|two\nlines", "5/2 2|a \"b\"", "6/3 3|c");
    }

    @Test
    void malformedRecordsCostThemselvesAlone() throws IOException {
        assertThat(read("id,note\n1\n2,b,c\n3,\"x\"y\n4,d\n"))
                .containsExactly(
                        "2: found 1 values, expected 2",
                        "3: found 3 values, expected 2",
                        "4: no record of separated values",
                        "5/4 4|d");
    }

    @Test
    void aQuoteThatNeverClosesCostsItsOwnLine() throws IOException {
        assertThat(read("id,note\n1,\"open\n2,b\n3,c\n"))
                .containsExactly("2: a quote is opened here that is not closed", "3/2 2|b", "4/3 3|c");
    }

    @Test
    void aQuoteInsideAFieldIsText() throws IOException {
        assertThat(read("id,note\n1,5\" pipe\n2,b\n")).containsExactly("2/1 1|5\" pipe", "3/2 2|b");
    }

    @Test
    void byteOrderMarkAndSkippedRowsAndNamesOfOnesOwn() throws IOException {
        assertThat(read("\uFEFFid,note\n1,a\n")).containsExactly("2/1 1|a");
        assertThat(read("made by hand\n1;a\n", new CsvDialect(';', 1, List.of("id", "note"))))
                .containsExactly("2/1 1|a");
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        assertThatThrownBy(() -> read("a,b,a\n1,2,3\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("\"a\"");
    }

    @Test
    void aFileWithoutAnythingHasNoHeader() {
        assertThatThrownBy(() -> read("")).isInstanceOf(CommandFailure.class).hasMessageContaining("no header");
    }

    private static List<String> read(String text) throws IOException {
        return read(text, new CsvDialect(',', 0, List.of()));
    }

    private static List<String> read(String text, CsvDialect dialect) throws IOException {
        List<String> read = new ArrayList<>();
        try (RowSource source = new CsvSource(new LineReader(new StringReader(text)), dialect)) {
            for (Reading next = source.next(); next != null; next = source.next()) {
                if (next instanceof Reading.Unreadable) {
                    String problem = ((Reading.Unreadable) next).problem();
                    int colon = problem.indexOf(':');
                    read.add(next.line() + ": " + (colon < 0 ? problem : problem.substring(0, colon)));
                } else {
                    Reading.Row row = (Reading.Row) next;
                    read.add(row.line() + "/" + row.number() + " " + row.text("id") + "|" + row.text("note"));
                }
            }
        }
        return read;
    }
}
