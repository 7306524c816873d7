package io.millrace.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.delivery.Sends;
import io.millrace.delivery.call.Caller;
import io.millrace.delivery.call.LocalServer;
import io.millrace.delivery.channel.Parcel;
import io.millrace.streams.record.SendRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookCarrierTest {

    private static final Instant NOW = Instant.parse("2021-02-25T06:00:40Z");

    /** The example of the Standard Webhooks specification; the two others were computed with openssl. */
    @Test
    void aKnownCallHasKnownSignatures() {
        Map<String, String> headers = WebhookSignature.headers(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "campaign.message",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
                .containsEntry(
                        "X-GrowthOS-Signature", "2e37df5d4a028c51a7f3133d64ae1e300d2c2c900f1b1d49d4369ad2530f8964")
                .containsEntry(
                        "X-Webhook-Signature", "80ec8a89ce3cd22133a1066caecb4d04fea7467657c8514d717ec42c38a5c94c");
    }

    @Test
    void theSendsIdGoesAlongAndEveryAttemptSaysTheSame() throws Exception {
        try (LocalServer server = new LocalServer(request -> LocalServer.Answer.OK);
                WebhookCarrier carrier = new WebhookCarrier(
                        Caller.start(true), workspace -> "whsec_AAAA", Clock.fixed(NOW, ZoneOffset.UTC))) {
            SendRecord send =
                    Sends.webhook("ws_1", "send_1", server.url() + "/hook").record();
            Parcel parcel = new Parcel(send, "Hello", Optional.empty(), "Hi Ada", Optional.empty());

            carrier.carry(parcel);
            carrier.carry(parcel);

            LocalServer.Request first = server.requests().get(0);
            assertThat(first.path()).isEqualTo("/hook");
            assertThat(first.headers())
                    .containsEntry("idempotency-key", "send_1")
                    .containsEntry("webhook-id", "send_1")
                    .containsEntry("content-type", "application/json");
            JsonNode body = new ObjectMapper().readTree(first.body());
            assertThat(body.path("data").path("contact").path("external_id").asText())
                    .isEqualTo("ada");
            assertThat(body.path("data").path("content").asText()).isEqualTo("Hi Ada");
            assertThat(server.requests().get(1).body()).isEqualTo(first.body());
        }
    }
}
