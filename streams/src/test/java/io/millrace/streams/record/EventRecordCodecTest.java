package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EventRecordCodecTest {

    private static final EventRecord FULL = new EventRecord(
            "ws_a",
            "key_1",
            "imp_1",
            EventType.TRACK,
            "m1",
            "order",
            "u1",
            "a1",
            1_772_452_800_000L,
            null,
            1,
            "{\"context\":{}}".getBytes(StandardCharsets.UTF_8));

    @Test
    void readsWhatItWrote() throws UnreadableRecordException {
        assertThat(EventRecordCodec.decode(EventRecordCodec.encode(FULL)))
                .usingRecursiveComparison()
                .isEqualTo(FULL);
    }

    /** These bytes stand in topics; a change of the format needs a new version, not other bytes here. */
    @Test
    void formatOneStaysReadable() throws UnreadableRecordException {
        byte[] stored = HexFormat.of()
                .parseHex("010101" + "01" + "0577735f61" + "066b65795f31" + "06696d705f31" + "036d31" + "066f72646572"
                        + "037531" + "036131" + "0000019cae6b6600" + "8000000000000000"
                        + "7b22636f6e74657874223a7b7d7d");

        assertThat(EventRecordCodec.decode(stored)).usingRecursiveComparison().isEqualTo(FULL);
        assertThat(EventRecordCodec.encode(FULL)).isEqualTo(stored);
    }

    @Test
    void longTextsAndNullsPass() throws UnreadableRecordException {
        EventRecord record = new EventRecord(
                "ws_a",
                "key_1",
                "",
                EventType.IDENTIFY,
                "m".repeat(300),
                null,
                null,
                "日本語🧑‍🚀".repeat(50),
                null,
                5L,
                0,
                new byte[] {'{', '}'});

        assertThat(EventRecordCodec.decode(EventRecordCodec.encode(record)))
                .usingRecursiveComparison()
                .isEqualTo(record);
    }

    @Test
    void everyCutIsUnreadableNeverACrash() {
        byte[] whole = EventRecordCodec.encode(FULL);
        int header = whole.length - FULL.body().length;
        for (int length = 0; length < header; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> EventRecordCodec.decode(cut)).isInstanceOf(UnreadableRecordException.class);
        }
    }

    @Test
    void saysWhatItCannotRead() {
        byte[] newer = EventRecordCodec.encode(FULL);
        newer[0] = 9;

        assertThatThrownBy(() -> EventRecordCodec.decode(newer))
                .hasMessage("format version 9, this version reads up to 1");
        assertThatThrownBy(() -> EventRecordCodec.decode(new byte[] {1, 7})).hasMessage("kind 7 is unknown");
        assertThatThrownBy(() -> EventRecordCodec.decode(new byte[] {1, 3}))
                .hasMessage("is a CLOCK, an event was expected");
    }
}
