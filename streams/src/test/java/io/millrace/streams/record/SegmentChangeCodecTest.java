package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.ContactId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SegmentChangeCodecTest {

    private static final SegmentChange CHANGE = new SegmentChange(
            "ws_1",
            "seg_1",
            new ContactId(0, 1),
            "u\"1",
            "",
            true,
            "late_event",
            1_772_452_800_000L,
            1_772_452_800_001L,
            9,
            "{\"event\":\"login\"}");

    private static final String JSON =
            "{\"format\":1,\"workspace\":\"ws_1\",\"segment\":\"seg_1\",\"contact\":\"cntct_aaaaaaaaaaaaaaab\","
                    + "\"external_id\":\"u\\\"1\",\"anonymous_id\":null,\"change\":\"entered\",\"cause\":\"late_event\","
                    + "\"at\":\"2026-03-02T12:00:00.000Z\",\"known_at\":\"2026-03-02T12:00:00.001Z\",\"version\":9,"
                    + "\"evidence\":{\"event\":\"login\"}}";

    @Test
    void theTextOfFormatOneNeverChanges() {
        assertThat(new String(SegmentChangeCodec.encode(CHANGE), StandardCharsets.UTF_8))
                .isEqualTo(JSON);
        assertThat(CHANGE.key()).isEqualTo("ws_1/cntct_aaaaaaaaaaaaaaab");
    }

    @Test
    void whatIsWrittenIsReadBackAndUnknownFieldsAreLeft() throws UnreadableRecordException {
        assertThat(SegmentChangeCodec.decode(JSON.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(CHANGE);
        assertThat(SegmentChangeCodec.decode(
                        JSON.replace("\"version\"", "\"more\":1,\"version\"").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(CHANGE);
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        assertThatThrownBy(() -> SegmentChangeCodec.decode("{\"format\":2}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("format");
        assertThatThrownBy(() -> SegmentChangeCodec.decode(
                        JSON.replace("cntct_a", "cntct_1").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("contact");
        assertThatThrownBy(() -> SegmentChangeCodec.decode("{".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableRecordException.class);
    }
}
