package io.millrace.flink.audience.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.core.audience.SegmentTransition;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.flink.audience.Outgoing;
import io.millrace.streams.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A transition as a record of topic {@code segment-changes}: JSON with its format first, under the key workspace/contact,
 * so that what one contact does stays in order. The fields are described in docs/records.md.
 */
final class ChangeRecord {

    private static final int FORMAT = 1;
    private static final int BYTES_EXPECTED = 512;
    private static final JsonFactory JSON = new JsonFactory();

    private ChangeRecord() {}

    static Outgoing of(Contact contact, SegmentTransition transition, long knownMillis, long version) {
        return of(contact.workspace, contact.root, contact.id(), transition, knownMillis, version);
    }

    static Outgoing of(
            String workspace,
            Person root,
            ContactId contact,
            SegmentTransition transition,
            long knownMillis,
            long version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_EXPECTED);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("workspace", workspace);
            json.writeStringField("segment", transition.segment());
            json.writeStringField("contact", contact.toString());
            json.writeStringField(root.kind() == Person.Kind.USER ? "external_id" : "anonymous_id", root.id());
            json.writeStringField("change", transition.entered() ? "entered" : "exited");
            json.writeStringField("cause", transition.cause().text());
            json.writeStringField("at", Timestamps.format(transition.at()));
            json.writeStringField("known_at", Timestamps.format(knownMillis));
            json.writeNumberField("rule_version", transition.version());
            json.writeFieldName("evidence");
            json.writeRawValue(transition.evidence());
            json.writeNumberField("version", version);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        byte[] key = (workspace + '/' + contact).getBytes(StandardCharsets.UTF_8);
        return new Outgoing(Topics.SEGMENT_CHANGES, key, bytes.toByteArray());
    }
}
