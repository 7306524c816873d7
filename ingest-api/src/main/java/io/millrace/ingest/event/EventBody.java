package io.millrace.ingest.event;

import io.millrace.core.event.EventType;
import io.millrace.ingest.json.ByteText;
import io.millrace.ingest.json.JsonField;
import io.millrace.ingest.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the body of an {@link io.millrace.streams.record.EventRecord}, in the order its Javadoc fixes. */
record EventBody(
        ContextText context,
        @Nullable JsonValue originalTimestamp,
        @Nullable JsonValue sentAt,
        @Nullable JsonValue properties,
        @Nullable JsonValue traits,
        Map<String, JsonField> integrations) {

    private static final int SPARE_BYTES = 256;

    byte[] write(EventType type, EventFields fields, Sender sender, int expectedBytes) {
        ByteText text = new ByteText(expectedBytes + SPARE_BYTES);
        text.ascii("{\"context\":");
        context.writeTo(text, sender, fields.peek("channel"));
        field(text, ",\"originalTimestamp\":", originalTimestamp);
        field(text, ",\"properties\":", properties);
        writeTraits(text, type);
        if (!integrations.isEmpty()) {
            text.ascii(",\"integrations\":");
            ObjectText.write(text, integrations);
        }
        field(text, ",\"sentAt\":", sentAt);
        field(text, ",\"previousId\":", fields.take("previousId", "previous_id"));
        field(text, ",\"groupId\":", fields.take("groupId", "group_id"));
        dropServerOnly(fields);
        fields.writeRest(text);
        return text.ascii("}").toByteArray();
    }

    private static void dropServerOnly(EventFields fields) {
        fields.take("receivedAt", "received_at");
        fields.take("writeKey");
    }

    /** Identify's traits are those of the context overlaid by its own. */
    private void writeTraits(ByteText text, EventType type) {
        JsonValue inherited = type == EventType.IDENTIFY ? context.traits() : null;
        if (inherited == null) {
            field(text, ",\"traits\":", traits);
            return;
        }
        Map<String, JsonField> own = traits == null ? Map.of() : JsonField.of(traits);
        text.ascii(",\"traits\":");
        ObjectText.write(text, ObjectText.merge(own, JsonField.of(inherited)));
    }

    private static void field(ByteText text, String start, @Nullable JsonValue value) {
        if (value != null) {
            text.ascii(start).value(value);
        }
    }
}
