package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.record.WebhookDelivery.Origin;
import io.millrace.streams.record.WebhookDelivery.State;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WebhookDeliveryCodecTest {

    private static final Origin ORIGIN =
            new Origin("ws_1", "whep_1", "wh_log_1", "test_1", "contact.created", 5, 1_000);

    @Test
    void whatIsWrittenReadsBack() throws Exception {
        for (State state : State.values()) {
            WebhookDelivery step = new WebhookDelivery(
                    ORIGIN, state, 300, 4, 2_000, 3_000, 503, 142, "http_503: überlastet", new byte[] {1, 2, 3});

            assertThat(WebhookDeliveryCodec.decode(WebhookDeliveryCodec.encode(step)))
                    .usingRecursiveComparison()
                    .isEqualTo(step);
        }
    }

    @Test
    void theBytesStayAsTheyAre() {
        WebhookDelivery step =
                WebhookDelivery.scheduled(new Origin("w", "e", "i", "", "n", 5, 1), 0, 2, new byte[] {'{', '}'});

        assertThat(HexFormat.of().formatHex(WebhookDeliveryCodec.encode(step)))
                .isEqualTo("01" + "0277" + "0265" + "0269" + "01" + "026e" + "05" + "0000000000000001" + "01" + "00"
                        + "00" + "0000000000000002" + "0000000000000002" + "00" + "0000000000000000" + "01" + "7b7d");
        assertThat(new String(step.key(), StandardCharsets.UTF_8)).isEqualTo("w/e/i");
    }

    @Test
    void whatIsCutShortOrOfAnotherFormatIsRefused() {
        byte[] bytes = WebhookDeliveryCodec.encode(WebhookDelivery.scheduled(ORIGIN, 0, 2, new byte[0]));

        assertThatThrownBy(() -> WebhookDeliveryCodec.decode(Arrays.copyOf(bytes, 40)))
                .isInstanceOf(UnreadableRecordException.class);
        bytes[0] = 9;
        assertThatThrownBy(() -> WebhookDeliveryCodec.decode(bytes)).isInstanceOf(UnreadableRecordException.class);
    }
}
