package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.RejectReason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of decisions, which running jobs and readers of other versions agree on. */
class DecisionsCodecTest {

    @Test
    void theBytesAreTheseAndReadBack() throws Exception {
        DecisionsCodec.Writer writer = new DecisionsCodec.Writer();
        writer.add(11, 300, Decision.Outcome.STORED);
        writer.add(0, Long.MAX_VALUE, Decision.Outcome.DUPLICATE);
        writer.addRejected(3, 0, RejectReason.TIMESTAMP_OUT_OF_RANGE, "é");

        byte[] bytes = writer.take();

        // 11 * 4 = 2c, 300 = ac 02; 0 * 4 + 1 = 01; 3 * 4 + 2 = 0e; 22 letters and one = 17; two bytes and one = 03.
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("01" + "2cac02" + "01ffffffffffffffff7f" + "0e00" + "17"
                        + HexFormat.of()
                                .formatHex(
                                        "TIMESTAMP_OUT_OF_RANGE".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        + "03c3a9");
        assertThat(DecisionsCodec.decode(bytes))
                .containsExactly(
                        new Decision(11, 300, Decision.Outcome.STORED, null, ""),
                        new Decision(0, Long.MAX_VALUE, Decision.Outcome.DUPLICATE, null, ""),
                        new Decision(3, 0, Decision.Outcome.REJECTED, RejectReason.TIMESTAMP_OUT_OF_RANGE, "é"));
        assertThat(writer.isEmpty()).isTrue();
        assertThat(DecisionsCodec.decode(writer.take())).isEmpty();
    }

    @Test
    void whatIsNoneIsRefused() {
        assertThatThrownBy(() -> DecisionsCodec.decode(new byte[] {2})).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> DecisionsCodec.decode(new byte[] {1, 4}))
                .isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> DecisionsCodec.decode(new byte[] {1, 3, 0}))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("code 3");
    }
}
