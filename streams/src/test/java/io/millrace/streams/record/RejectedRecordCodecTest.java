package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.RejectReason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RejectedRecordCodecTest {

    private static final RejectedRecord RECORD = new RejectedRecord(
            "ws_a",
            "key_1",
            "",
            null,
            RejectReason.MISSING_ID,
            "userId: found nothing, expected a text",
            17,
            "{\"type\":\"track\"}".getBytes(StandardCharsets.UTF_8));

    @Test
    void readsWhatItWrote() throws UnreadableRecordException {
        assertThat(RejectedRecordCodec.decode(RejectedRecordCodec.encode(RECORD)))
                .usingRecursiveComparison()
                .isEqualTo(RECORD);
    }

    @Test
    void refusesANewerVersion() {
        byte[] newer = RejectedRecordCodec.encode(RECORD);
        newer[0] = 2;

        assertThatThrownBy(() -> RejectedRecordCodec.decode(newer))
                .hasMessage("format version 2, this version reads up to 1");
    }
}
