package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.flink.LocalFlink;
import java.io.IOException;
import java.net.URI;

/** What Flink's own interface says of the state of AudienceJob's contact stage. */
final class AudienceState {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AudienceState() {}

    /** As of the newest complete checkpoint. */
    static long bytes(LocalFlink flink) throws Exception {
        String rest = flink.webAddress();
        String job = get(rest + "/jobs").path("jobs").get(0).path("id").asText();
        String contactStage = "";
        for (JsonNode vertex : get(rest + "/jobs/" + job).path("vertices")) {
            if (vertex.path("name").asText().startsWith("contacts")) {
                contactStage = vertex.path("id").asText();
            }
        }
        String checkpoint = get(rest + "/jobs/" + job + "/checkpoints")
                .path("latest")
                .path("completed")
                .path("id")
                .asText();
        return get(rest + "/jobs/" + job + "/checkpoints/details/" + checkpoint)
                .path("tasks")
                .path(contactStage)
                .path("state_size")
                .asLong();
    }

    private static JsonNode get(String address) throws IOException {
        return JSON.readTree(URI.create(address).toURL());
    }
}
