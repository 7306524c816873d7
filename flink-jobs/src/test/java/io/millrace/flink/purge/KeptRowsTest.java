package io.millrace.flink.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clickhouse.RowBinaryWriter;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ann was purged: her own arrivals from 100 on and before 200. */
class KeptRowsTest {

    private static final ContactId ANN = ContactId.of("ws", Person.of("ann", null));
    private static final ContactId ZED = ContactId.of("ws", Person.of("zed", null));
    private static final PurgeMarks MARKS =
            new PurgeMarks.Builder().contact(ANN).arrivals(ANN, 100, 200).build();

    private static final List<String> EVENT = List.of("workspace", "flags", "person", "received_at", "props", "text");
    private static final Map<String, String> EVENT_TYPES = Map.of(
            "workspace", "LowCardinality(String)",
            "flags", "Array(LowCardinality(String))",
            "person", "UInt128",
            "received_at", "DateTime64(3, 'UTC')",
            "props", "Map(LowCardinality(String), String)",
            "text", "String");

    @Test
    void arrivalsOfAPurgedContactAreLeftOutToTheMillisecond() throws IOException {
        byte[] kept = joined(event(ANN, 99, "a"), event(ANN, 200, "b"), event(ZED, 150, "c"));
        byte[] all = joined(
                event(ANN, 99, "a"),
                event(ANN, 100, "gone"),
                event(ANN, 200, "b"),
                event(ANN, 199, "gone"),
                event(ZED, 150, "c"),
                event(ANN, 150, "gone"));

        assertThat(kept(all, PurgedTable.EVENTS, EVENT, EVENT_TYPES)).isEqualTo(kept);
        assertThat(kept(all, PurgedTable.PROFILE_WRITES, EVENT, EVENT_TYPES)).isEqualTo(kept);
    }

    @Test
    void rowsLargerThanWhatIsReadAtOnceStayWhole() throws IOException {
        String large = "x".repeat(200_000);
        byte[] all =
                joined(event(ZED, 150, large), event(ANN, 150, large), event(ZED, 151, "y"), event(ZED, 152, large));

        assertThat(kept(all, PurgedTable.EVENTS, EVENT, EVENT_TYPES))
                .isEqualTo(joined(event(ZED, 150, large), event(ZED, 151, "y"), event(ZED, 152, large)));
    }

    @Test
    void nothingIsLeftWhereAllWasPurged() throws IOException {
        KeptRows rows =
                rows(joined(event(ANN, 100, "a"), event(ANN, 101, "b")), PurgedTable.EVENTS, EVENT, EVENT_TYPES);

        assertThat(rows.hasMore()).isFalse();
        assertThat(rows.read()).isEqualTo(-1);
        assertThat(rows.leftOut()).isEqualTo(2);
    }

    @Test
    void rowsThatEndWithinOneAreAFailureAndNotTheEnd() {
        byte[] all = event(ZED, 150, "abc");
        byte[] cut = new byte[all.length - 1];
        System.arraycopy(all, 0, cut, 0, cut.length);

        assertThatThrownBy(() -> kept(cut, PurgedTable.EVENTS, EVENT, EVENT_TYPES))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void whoseAnIdIsAfterThePurgeStaysWithoutTheId() throws IOException {
        List<String> columns = List.of("person", "from_ms", "contact", "kind", "id", "version");
        Map<String, String> types = Map.of(
                "person", "UInt128",
                "from_ms", "Int64",
                "contact", "UInt128",
                "kind", "LowCardinality(String)",
                "id", "String",
                "version", "UInt64");
        byte[] all = joined(
                identity(ANN, 99, ZED, "ann"),
                identity(ANN, 100, ZED, "ann"),
                identity(ZED, 5, ANN, "zed"),
                identity(ANN, 200, ZED, "ann"),
                identity(ZED, 200, ZED, "zed"));

        assertThat(kept(all, PurgedTable.IDENTITIES, columns, types))
                .isEqualTo(joined(
                        identity(ANN, 99, ZED, "ann"), identity(ANN, 200, ZED, ""), identity(ZED, 200, ZED, "zed")));
    }

    @Test
    void rejectedEventsAreKnownByTheIdsTheyName() throws IOException {
        List<String> columns = List.of("workspace", "received_at", "payload");
        Map<String, String> types =
                Map.of("workspace", "String", "received_at", "DateTime64(3, 'UTC')", "payload", "String");
        byte[] all = joined(
                rejected(150, "{\"userId\":\"ann\"}"),
                rejected(150, "{\"user_id\":\"ann\",\"anonymousId\":7}"),
                rejected(150, "{\"anonymousId\":\"ann\"}"),
                rejected(200, "{\"userId\":\"ann\"}"),
                rejected(150, "no json, though it says ann"));

        assertThat(kept(all, PurgedTable.REJECTED_EVENTS, columns, types))
                .isEqualTo(joined(
                        rejected(150, "{\"anonymousId\":\"ann\"}"),
                        rejected(200, "{\"userId\":\"ann\"}"),
                        rejected(150, "no json, though it says ann")));
    }

    @Test
    void absentValuesAndWidthsOfManyTypesAreWalkedOver() throws IOException {
        List<String> columns = List.of("a", "b", "c", "person", "received_at");
        Map<String, String> types = Map.of(
                "a", "Nullable(String)",
                "b", "LowCardinality(Nullable(String))",
                "c", "Array(Map(String, Array(UInt16)))",
                "person", "UInt128",
                "received_at", "DateTime64(3, 'UTC')");
        byte[] all = joined(nullable(ZED, "x"), nullable(ANN, "x"), nullable(ZED, null), nullable(ANN, null));

        assertThat(kept(all, PurgedTable.EVENTS, columns, types))
                .isEqualTo(joined(nullable(ZED, "x"), nullable(ZED, null)));
    }

    private static byte[] nullable(ContactId person, @Nullable String text) {
        RowBinaryWriter row = new RowBinaryWriter(64);
        for (int column = 0; column < 2; column++) {
            row.uint8(text == null ? 1 : 0);
            if (text != null) {
                row.string(text);
            }
        }
        row.unsigned(1).unsigned(2);
        row.string("k").unsigned(2).uint16(7).uint16(8).string("l").unsigned(0);
        row.uint128(person.high16(), person.low64()).dateTime64Millis(150);
        return row.toByteArray();
    }

    @Test
    void aTypeThatNobodyCanReadIsNamed() {
        assertThatThrownBy(() -> new RowFacts(List.of("a"), Map.of("a", "Tuple(String, String)")))
                .hasMessageContaining("Tuple(String, String)");
        assertThatThrownBy(() -> new RowFacts(List.of("b"), Map.of("a", "String")))
                .hasMessageContaining("column b");
    }

    private static byte[] event(ContactId person, long receivedAt, String text) {
        RowBinaryWriter row = new RowBinaryWriter(64);
        row.string("ws")
                .strings(List.of("future", ""))
                .uint128(person.high16(), person.low64())
                .dateTime64Millis(receivedAt)
                .map(Map.of("amount", "19.90"))
                .string(text);
        return row.toByteArray();
    }

    private static byte[] identity(ContactId person, long from, ContactId contact, String id) {
        RowBinaryWriter row = new RowBinaryWriter(64);
        row.uint128(person.high16(), person.low64())
                .int64(from)
                .uint128(contact.high16(), contact.low64())
                .string("u")
                .string(id)
                .uint64(7);
        return row.toByteArray();
    }

    private static byte[] rejected(long receivedAt, String payload) {
        RowBinaryWriter row = new RowBinaryWriter(64);
        row.string("ws").dateTime64Millis(receivedAt).string(payload);
        return row.toByteArray();
    }

    private static byte[] kept(byte[] rows, PurgedTable table, List<String> columns, Map<String, String> types)
            throws IOException {
        return rows(rows, table, columns, types).readAllBytes();
    }

    private static KeptRows rows(byte[] rows, PurgedTable table, List<String> columns, Map<String, String> types) {
        return new KeptRows(slowly(rows), table, new RowFacts(columns, types), MARKS);
    }

    /** A few bytes at a time, as a file or a network gives them. */
    private static InputStream slowly(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 7));
            }
        };
    }

    private static byte[] joined(byte[]... rows) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] row : rows) {
            all.writeBytes(row);
        }
        return all.toByteArray();
    }
}
