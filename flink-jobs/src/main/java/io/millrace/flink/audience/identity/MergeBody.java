package io.millrace.flink.audience.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.event.Person;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of a contact record that asks for a merge.
 *
 * @param source whose contact is to join that of the record's key; null if it cannot be told
 * @param detail the name of the conflict resolution; without a source, why there is none
 */
record MergeBody(@Nullable Person source, String detail) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] MERGE = {'"', 'm', 'e', 'r', 'g', 'e', '"'};

    /** Null if the body asks for something else, or cannot be read, which is found again where actions are done. */
    static @Nullable MergeBody read(byte[] body) {
        if (!mentionsMerge(body)) {
            return null;
        }
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
        if (!json.path("do").asText().equals("merge")) {
            return null;
        }
        String user = json.path("source").path("user").asText("");
        String anonymous = json.path("source").path("anonymous").asText("");
        if (user.isEmpty() == anonymous.isEmpty()) {
            return new MergeBody(null, "source: expected either user or anonymous, an id");
        }
        String resolution = json.path("conflict_resolution").asText("prefer_target");
        try {
            return new MergeBody(
                    Person.of(user.isEmpty() ? null : user, user.isEmpty() ? anonymous : null),
                    ConflictResolution.valueOf(resolution.toUpperCase(Locale.ROOT))
                            .name());
        } catch (IllegalArgumentException e) {
            return new MergeBody(null, "conflict_resolution: expected prefer_target, prefer_source or newest");
        }
    }

    /** Most bodies do not, and are not parsed here. */
    private static boolean mentionsMerge(byte[] body) {
        for (int start = 0; start + MERGE.length <= body.length; start++) {
            int matched = 0;
            while (matched < MERGE.length && body[start + matched] == MERGE[matched]) {
                matched++;
            }
            if (matched == MERGE.length) {
                return true;
            }
        }
        return false;
    }
}
