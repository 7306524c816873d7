package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.definition.Scope;
import io.millrace.core.settings.Env;
import io.millrace.ingest.RawClient.Answer;
import io.millrace.streams.record.EventRecord;
import io.millrace.testing.EmbeddedServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every request that SDKs were seen to make is answered as they like it, and stands in Kafka. */
class SdkRequestsIT {

    @Test
    void everySdkIsUnderstood() throws Exception {
        String workspace = EmbeddedServices.freshWorkspace().id();
        KnownKeys keys = new KnownKeys();
        keys.add("test-write-key", workspace, Scope.EVENTS_WRITE);
        IngestSettings settings = IngestSettings.from(new Env(Map.of("MILLRACE_INGEST_PORT", "0")));
        List<String> sent = new ArrayList<>();
        String bootstrap = EmbeddedServices.kafka();
        try (IngestServer server = IngestServer.start(settings, bootstrap, keys, List.of())) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> health(server) == 200);

            for (SdkRequest request : SdkRequest.all()) {
                try (RawClient client = new RawClient(server.port())) {
                    Answer answer = client.send(request.bytes(server.port())).answer();

                    assertThat(answer.status()).as(request::toString).isEqualTo(request.expectedStatus());
                    if (request.isPost()) {
                        assertThat(answer.text()).as(request::toString).isEqualTo("{\"success\":true}");
                    }
                    sent.addAll(request.messageIds());
                }
            }
        }

        TopicReader topics = new TopicReader(bootstrap, workspace);
        assertThat(topics.rejected()).isEmpty();
        assertThat(topics.events()).extracting(EventRecord::messageId).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(sent).hasSize(31);
    }

    private static int health(IngestServer server) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            return client.request("GET", "/health", new byte[0]).answer().status();
        }
    }
}
