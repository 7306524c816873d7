package io.millrace.query.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.Ids;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Conflicts;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a request that is sent again under its {@code Idempotency-Key} the id that its first sending was given, for 24
 * hours. The id is remembered before the segment is written, so a crash in between makes no second segment.
 */
final class CreatedOnce {

    private static final Logger LOG = LoggerFactory.getLogger(CreatedOnce.class);
    private static final Duration REMEMBERED = Duration.ofHours(24);
    private static final int KEY_LENGTH_MAX = 255;

    private final Definitions definitions;

    CreatedOnce(Definitions definitions) {
        this.definitions = definitions;
    }

    /** A new id, or that of the first sending. */
    String idFor(Call call) {
        Optional<String> header = call.header("idempotency-key");
        if (header.isEmpty()) {
            return Ids.segment();
        }
        if (header.get().length() > KEY_LENGTH_MAX) {
            Faults faults = new Faults();
            faults.invalid(
                    "Idempotency-Key", TextNode.valueOf(header.get()), "up to " + KEY_LENGTH_MAX + " characters");
            faults.throwIfAny();
        }
        String id = hash(("POST /v1/segments\n" + header.get()).getBytes(StandardCharsets.UTF_8));
        Definition.Key key = new Definition.Key(
                Definition.Kind.IDEMPOTENCY, call.ownWorkspace().id(), id);
        return Conflicts.retried(() -> remembered(key, hash(call.body()), call.at()));
    }

    private String remembered(Definition.Key key, String bodyHash, Instant now) {
        Optional<Definition> known = definitions.get(key);
        Optional<JsonNode> before = known.flatMap(CreatedOnce::read)
                .filter(body ->
                        Instant.parse(body.path("at").asText()).plus(REMEMBERED).isAfter(now));
        if (before.isPresent()) {
            if (!before.get().path("body_hash").asText().equals(bodyHash)) {
                throw Problem.of(409, "idempotency_conflict", "the Idempotency-Key was used with another body")
                        .exception();
            }
            return before.get().path("made").asText();
        }
        String made = Ids.segment();
        String body = Json.MAPPER
                .createObjectNode()
                .put("made", made)
                .put("body_hash", bodyHash)
                .put("at", now.toString())
                .toString();
        definitions.put(key, known.map(Definition::version).orElse(Definitions.ABSENT), body);
        return made;
    }

    /** Empty if it is damaged: then it is as if nothing was remembered. */
    private static Optional<JsonNode> read(Definition definition) {
        try {
            JsonNode body = Json.MAPPER.readTree(definition.body());
            Instant.parse(body.path("at").asText());
            return Optional.of(body).filter(json -> !json.path("made").asText().isEmpty());
        } catch (JsonProcessingException | DateTimeException e) {
            LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), e.getMessage());
            return Optional.empty();
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
