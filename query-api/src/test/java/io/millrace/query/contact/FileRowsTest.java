package io.millrace.query.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.query.request.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileRowsTest {

    @Test
    void cellsBecomeWhatTheirColumnsSay() {
        CsvColumns columns = new CsvColumns(List.of(
                "external_id",
                "plan",
                "traits.address.city",
                "address.zip",
                "n",
                "vip",
                "tags",
                "scores.lead",
                "subscriptions.*"));

        assertThat(Json.text(columns.body(
                        List.of("007", "gold", "Ulm", "89073", "1.50", "true", " a , b,, ", "-3", "subscribed"))))
                .isEqualTo(
                        "{\"external_id\":\"007\",\"traits\":{\"plan\":\"gold\",\"address\":{\"city\":\"Ulm\",\"zip\":89073},"
                                + "\"n\":1.50,\"vip\":true},\"tags\":[\"a\",\"b\"],\"scores\":{\"lead\":-3},"
                                + "\"subscriptions\":{\"*\":\"subscribed\"}}");
        assertThat(Json.text(columns.body(List.of("7", "", "", "00012", "1e5", "TRUE", "", "", ""))))
                .isEqualTo(
                        "{\"external_id\":\"7\",\"traits\":{\"address\":{\"zip\":\"00012\"},\"n\":1E+5,\"vip\":\"TRUE\"}}");
    }

    @Test
    void theSameRowHasTheSameIdAndAnotherContentAnother() {
        String file = "external_id,n\nann,1\nbob,1\n";
        List<ImportRow> once = csv(file);
        List<ImportRow> again = csv(file.replace("bob,1", "bob,2"));

        assertThat(once.get(0).requestId("imp_x")).isEqualTo(again.get(0).requestId("imp_x"));
        assertThat(once.get(1).requestId("imp_x")).isNotEqualTo(again.get(1).requestId("imp_x"));
        assertThat(once.get(1).requestId("imp_x")).isNotEqualTo(once.get(1).requestId("imp_y"));
        assertThat(once.get(1).requestId("imp_x").stem()).isEqualTo("imp_x.3");
    }

    @Test
    void rowsAreReadOneByOneAndMayBeBroken() {
        List<ImportRow> rows =
                csv("external_id,name\n\"a\n1\",\"Ann \"\"A\"\"\"\n\nbob\n" + "x".repeat(501) + ",\ncem,C\n");

        assertThat(rows).extracting(ImportRow::number).containsExactly(2L, 3L, 4L, 5L);
        assertThat(rows.get(0).contact().orElseThrow().person().id()).isEqualTo("a\n1");
        assertThat(rows.get(1).fault().orElseThrow().message())
                .isEqualTo("expected 2 cells, as the header has, found 1");
        assertThat(rows.get(2).fault().orElseThrow().field()).isEqualTo("/external_id");
        assertThat(rows.get(3).fault()).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8BreakTheirRowAlone() {
        byte[] file = "external_id,name\nann,J\u00fcrgen\nbob,Bob\n".getBytes(StandardCharsets.ISO_8859_1);
        List<ImportRow> rows = all(new CsvRows(new ByteArrayInputStream(file)));

        assertThat(rows.get(0).fault().orElseThrow().message()).isEqualTo("is not UTF-8");
        assertThat(rows.get(1).fault()).isEmpty();
    }

    @Test
    void aLineThatIsTooLongBreaksItselfAlone() {
        String file = "{\"external_id\":\"" + "x".repeat(NdjsonRows.LINE_LENGTH_MAX) + "\"}\n{\"external_id\":\"bob\"}";
        List<ImportRow> rows = all(new NdjsonRows(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))));

        assertThat(rows).extracting(ImportRow::number).containsExactly(1L, 2L);
        assertThat(rows.get(0).fault().orElseThrow().reason()).isEqualTo("out_of_range");
        assertThat(rows.get(0).payload()).hasSize(1000);
        assertThat(rows.get(1).contact().orElseThrow().person().id()).isEqualTo("bob");
    }

    @Test
    void aQuoteThatIsNeverClosedEndsTheFileAndNotTheMemory() {
        CsvRows rows = new CsvRows(new ByteArrayInputStream(
                ("external_id,name\nann,A\nbob,\"B\n" + "c,C\n".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8)));
        rows.next();

        assertThatThrownBy(rows::next)
                .hasMessage("row 3 is longer than 1048576 characters; is a quotation mark missing?");
    }

    private static List<ImportRow> csv(String file) {
        return all(new CsvRows(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))));
    }

    private static List<ImportRow> all(ImportRow.Source source) {
        List<ImportRow> rows = new ArrayList<>();
        for (Optional<ImportRow> row = source.next(); row.isPresent(); row = source.next()) {
            rows.add(row.get());
        }
        return rows;
    }
}
