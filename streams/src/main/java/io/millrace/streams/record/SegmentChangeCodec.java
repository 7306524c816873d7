package io.millrace.streams.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The JSON of a {@link SegmentChange}. Format 1: an object with {@code format} (1, first), {@code workspace segment
 * contact external_id anonymous_id change cause at known_at version evidence}; times are ISO texts with milliseconds,
 * change is {@code entered} or {@code exited}, absent ids are null. More fields may come to be there.
 */
public final class SegmentChangeCodec {

    private static final int FORMAT = 1;
    private static final int BYTES = 400;
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SegmentChangeCodec() {}

    public static byte[] encode(SegmentChange change) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("workspace", change.workspace());
            json.writeStringField("segment", change.segment());
            json.writeStringField("contact", change.contact().toString());
            json.writeStringField("external_id", change.externalId().isEmpty() ? null : change.externalId());
            json.writeStringField("anonymous_id", change.anonymousId().isEmpty() ? null : change.anonymousId());
            json.writeStringField("change", change.entered() ? "entered" : "exited");
            json.writeStringField("cause", change.cause());
            json.writeStringField("at", Timestamps.format(change.at()));
            json.writeStringField("known_at", Timestamps.format(change.knownAt()));
            json.writeNumberField("version", change.version());
            json.writeFieldName("evidence");
            json.writeRawValue(change.evidence().isEmpty() ? "null" : change.evidence());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    public static SegmentChange decode(byte[] value) throws UnreadableRecordException {
        try {
            JsonNode json = MAPPER.readTree(value);
            if (json == null || json.path("format").asInt() != FORMAT) {
                throw new UnreadableRecordException("is of no format that this version reads, which is " + FORMAT);
            }
            String contact = text(json, "contact");
            return new SegmentChange(
                    text(json, "workspace"),
                    text(json, "segment"),
                    ContactId.parse(contact)
                            .orElseThrow(() -> new UnreadableRecordException("has the contact " + contact)),
                    json.path("external_id").asText(""),
                    json.path("anonymous_id").asText(""),
                    text(json, "change").equals("entered"),
                    text(json, "cause"),
                    millis(json, "at"),
                    millis(json, "known_at"),
                    json.path("version").asLong(),
                    json.path("evidence").toString());
        } catch (IOException e) {
            throw new UnreadableRecordException("is no JSON: " + e.getMessage());
        }
    }

    private static String text(JsonNode json, String field) throws UnreadableRecordException {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new UnreadableRecordException("field " + field + " is missing");
        }
        return value.textValue();
    }

    private static long millis(JsonNode json, String field) throws UnreadableRecordException {
        try {
            return Instant.parse(text(json, field)).toEpochMilli();
        } catch (DateTimeException e) {
            throw new UnreadableRecordException("field " + field + " is no instant");
        }
    }
}
