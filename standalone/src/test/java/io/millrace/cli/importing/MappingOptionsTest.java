package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.client.CommandFailure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MappingOptionsTest {

    private static final String ORDERS = "customer,date,quantity,amount\n00002,2021-01-12,1,12.00\n";

    @Test
    void aPurchaseWithItsOtherColumnsAsProperties() throws Exception {
        assertThat(csv(
                        ORDERS,
                        "--event=purchase",
                        "--user-id=customer",
                        "--timestamp=date",
                        "--message-id-prefix=orders-"))
                .isEqualTo("{\"messageId\":\"orders-1\",\"type\":\"track\",\"event\":\"purchase\",\"userId\":\"00002\","
                        + "\"timestamp\":\"2021-01-12\",\"properties\":{\"quantity\":1,\"amount\":12.00}}");
    }

    @Test
    void chosenPropertiesWithNamesAndKinds() throws Exception {
        assertThat(csv(
                        ORDERS,
                        "--event=purchase",
                        "--user-id=customer",
                        "--property=total=amount:text,quantity:number",
                        "--message-id=date"))
                .isEqualTo(
                        "{\"messageId\":\"2021-01-12\",\"type\":\"track\",\"event\":\"purchase\",\"userId\":\"00002\","
                                + "\"properties\":{\"total\":\"12.00\",\"quantity\":1}}");
    }

    @Test
    void contactsGetTraits() throws Exception {
        assertThat(csv("id,plan,vip\nu1,free,true\n", "--type=identify", "--user-id=id", "--message-id-prefix=c"))
                .isEqualTo("{\"messageId\":\"c1\",\"type\":\"identify\",\"userId\":\"u1\","
                        + "\"traits\":{\"plan\":\"free\",\"vip\":true}}");
    }

    @Test
    void traitsOfATrackStandInItsContextAndEmptyValuesNowhere() throws Exception {
        assertThat(csv(
                        "id,plan,note\nu1,free,\n",
                        "--event=login",
                        "--user-id=id",
                        "--trait=plan",
                        "--message-id-prefix=c"))
                .isEqualTo("{\"messageId\":\"c1\",\"type\":\"track\",\"event\":\"login\",\"userId\":\"u1\","
                        + "\"context\":{\"traits\":{\"plan\":\"free\"}}}");
    }

    @Test
    void timesOfAZoneAndOfAFormat() throws Exception {
        assertThat(csv(
                        "id,at\nu1,2026-07-01 12:00:00\n",
                        "--event=a",
                        "--user-id=id",
                        "--timestamp=at",
                        "--timezone=Europe/Berlin"))
                .contains("\"timestamp\":\"2026-07-01T10:00:00.000Z\"");
        assertThat(csv(
                        "id,at\nu1,01.02.2026 13:30\n",
                        "--event=a",
                        "--user-id=id",
                        "--timestamp=at",
                        "--timestamp-format=dd.MM.yyyy HH:mm"))
                .contains("\"timestamp\":\"2026-02-01T13:30:00.000Z\"");
        assertThat(csv("id,at\nu1,1770000000\n", "--event=a", "--user-id=id", "--timestamp=at"))
                .contains("\"timestamp\":1770000000");
    }

    @Test
    void idsByContentTellEqualRowsAndOtherEventsApart() throws Exception {
        String twice = "id\nu1\nu1\n";
        String first = id(csv(twice, "--event=a", "--user-id=id"));

        assertThat(first).startsWith("orders.csv-1-");
        assertThat(id(csv(twice, "--event=a", "--user-id=id"))).isEqualTo(first);
        assertThat(id(csv(twice, "--event=b", "--user-id=id"))).isNotEqualTo(first);
        assertThat(id(csv("id\nu2\n", "--event=a", "--user-id=id"))).isNotEqualTo(first);
    }

    @Test
    void eventsAsTheyStandGetWhatTheyLack() throws Exception {
        MappingOptions options = options("--message-id-prefix=e");
        assertThat(options.given()).isFalse();
        EventWriter writer = options.verbatim("events.ndjson");

        assertThat(json(writer, "{\"event\":\"a\",\"userId\":\"u\",\"properties\":{\"n\":1.50},\"messageId\":null}"))
                .isEqualTo(
                        "{\"messageId\":\"e1\",\"type\":\"track\",\"event\":\"a\",\"userId\":\"u\",\"properties\":{\"n\":1.50}}");
        assertThat(json(writer, "{\"type\":\"page\",\"messageId\":\"m\",\"userId\":\"u\"}"))
                .isEqualTo("{\"type\":\"page\",\"messageId\":\"m\",\"userId\":\"u\"}");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatThrownBy(() -> csv(ORDERS, "--user-id=customer"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--event");
        assertThatThrownBy(() -> csv(ORDERS, "--event=a"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--user-id");
        assertThatThrownBy(() -> csv(ORDERS, "--event=a", "--user-id=costumer"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "There is no column \"costumer\"; the file has \"customer\", \"date\", \"quantity\", \"amount\".");
    }

    private static String csv(String text, String... arguments) throws IOException, UnfitValueException {
        try (CsvSource source =
                new CsvSource(new LineReader(new StringReader(text)), new CsvDialect(',', 0, List.of()))) {
            EventWriter writer = options(arguments).mapped("orders.csv", source.columns());
            return new String(writer.event(firstRow(source)), StandardCharsets.UTF_8);
        }
    }

    private static String json(EventWriter writer, String line) throws IOException, UnfitValueException {
        try (NdjsonSource source = new NdjsonSource(new LineReader(new StringReader(line)), 0)) {
            return new String(writer.event(firstRow(source)), StandardCharsets.UTF_8);
        }
    }

    private static Reading.Row firstRow(RowSource source) throws IOException {
        Reading first = source.next();
        if (first instanceof Reading.Row) {
            return (Reading.Row) first;
        }
        throw new AssertionError("found no row but " + first);
    }

    private static String id(String event) {
        int start = event.indexOf(":\"") + 2;
        return event.substring(start, event.indexOf('"', start));
    }

    private static MappingOptions options(String... arguments) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return holder.options;
    }

    @CommandLine.Command
    static final class Holder {
        @CommandLine.Mixin
        final MappingOptions options = new MappingOptions();
    }
}
