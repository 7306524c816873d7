package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonSourceTest {

    @Test
    void valuesKeepTheirTextDigitForDigit() throws Exception {
        Reading.Row row = (Reading.Row)
                read("{ \"n\" : 12.3400 , \"big\":12345678901234567890, \"e\":1e5,\"s\":\"a\\u00e4\\\"\", \"o\":{\"x\": [1, 2]},\"z\":null,\"q\":\"\"}")
                        .get(0);

        assertThat(row.json("n", ValueKind.AUTO)).isEqualTo("12.3400");
        assertThat(row.json("big", ValueKind.AUTO)).isEqualTo("12345678901234567890");
        assertThat(row.json("e", ValueKind.AUTO)).isEqualTo("1e5");
        assertThat(row.json("s", ValueKind.AUTO)).isEqualTo("\"a\\u00e4\\\"\"");
        assertThat(row.text("s")).isEqualTo("aä\"");
        assertThat(row.json("o", ValueKind.AUTO)).isEqualTo("{\"x\": [1, 2]}");
        assertThat(row.text("z")).isNull();
        assertThat(row.text("q")).isNull();
        assertThat(row.json("n", ValueKind.TEXT)).isEqualTo("\"12.3400\"");
    }

    @Test
    void linesThatAreNoObjectAreNamed() throws IOException {
        List<Reading> readings = read("{\"a\":1}\n\n[1]\n{\"a\":\n{\"a\":1} {\"b\":2}\n{\"a\":2}\n");

        assertThat(readings).extracting(Reading::line).containsExactly(1L, 3L, 4L, 5L, 6L);
        assertThat(readings)
                .extracting(reading -> reading instanceof Reading.Unreadable)
                .containsExactly(false, true, true, true, false);
        assertThat(((Reading.Row) readings.get(4)).number()).isEqualTo(5);
    }

    private static List<Reading> read(String text) throws IOException {
        List<Reading> readings = new ArrayList<>();
        try (RowSource source = new NdjsonSource(new LineReader(new StringReader(text)), 0)) {
            for (Reading next = source.next(); next != null; next = source.next()) {
                readings.add(next);
            }
        }
        return readings;
    }
}
