package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.event.Person;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedRecordCodecTest {

    private static final SeedRecord SEED = new SeedRecord(
            "ws_1",
            new Person(Person.Kind.ANONYMOUS, "a-1"),
            new LeafKey(0x8000000000000000L),
            1_000L,
            3,
            List.of(
                    new LeafEvent(-5L, Arrival.of(7L, 2, 9L), 1, null, 0L),
                    new LeafEvent(6L, Arrival.of(8L, 0, 10L), 3, new BigDecimal("12.50"), Long.MIN_VALUE)));

    @Test
    void everyFieldComesBack() throws UnreadableRecordException {
        assertThat(SeedRecordCodec.decode(SeedRecordCodec.encode(SEED))).isEqualTo(SEED);
    }

    /** What is stored must stay readable: version, texts, condition, liveFrom, part, count, then the events. */
    @Test
    void bytesOfFormatOneNeverChange() {
        assertThat(HexFormat.of().formatHex(SeedRecordCodec.encode(SEED)))
                .isEqualTo(
                        "01" + "0577735f31" + "00" + "04612d31" + "8000000000000000" + "00000000000003e8" + "03" + "02"
                                + "fffffffffffffffb" + "0000000000000007" + "0002000000000009" + "01" + "00"
                                + "0000000000000000"
                                + "0000000000000006" + "0000000000000008" + "000000000000000a" + "03" + "0631322e3530"
                                + "8000000000000000");
    }

    @Test
    void cutBytesAndOtherFormatsAreRefused() {
        byte[] bytes = SeedRecordCodec.encode(SEED);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SeedRecordCodec.decode(cut)).isInstanceOf(UnreadableRecordException.class);
        }
        byte[] other = bytes.clone();
        other[0] = 2;
        assertThatThrownBy(() -> SeedRecordCodec.decode(other))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("format 2");
    }
}
