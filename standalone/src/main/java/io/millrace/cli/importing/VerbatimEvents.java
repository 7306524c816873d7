package io.millrace.cli.importing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows that are events already: they pass as they stand, with a message id and a type where they have none. */
final class VerbatimEvents implements EventWriter {

    private final MessageIds ids;
    private final String type;

    VerbatimEvents(MessageIds ids, String type) {
        this.ids = ids;
        this.type = type;
    }

    @Override
    public byte[] event(Reading.Row row) throws UnfitValueException {
        Map<String, String> fields = new LinkedHashMap<>();
        if (row.text("messageId") == null && row.text("message_id") == null) {
            fields.put("messageId", ValueKind.quoted(ids.of(row)));
        }
        if (row.text("type") == null) {
            fields.put("type", ValueKind.quoted(type));
        }
        for (String name : row.names()) {
            String value = row.json(name, ValueKind.JSON);
            if (value != null) {
                fields.put(name, value);
            }
        }
        StringBuilder event = new StringBuilder(row.source().length() + 80);
        fields.forEach((name, value) -> event.append(event.length() == 0 ? '{' : ',')
                .append(ValueKind.quoted(name))
                .append(':')
                .append(value));
        return event.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
