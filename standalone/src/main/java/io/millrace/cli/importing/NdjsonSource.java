package io.millrace.cli.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.importing.LineReader.Line;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One JSON object per line; blank lines are passed over. */
final class NdjsonSource implements RowSource {

    private final LineReader lines;
    private long number;

    NdjsonSource(LineReader lines, int skipRows) throws IOException {
        this.lines = lines;
        for (int i = 0; i < skipRows; i++) {
            lines.next();
        }
    }

    @Override
    public @Nullable Reading next() throws IOException {
        Line line = lines.next();
        while (line != null && line.text().isBlank()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        number++;
        if (line.cut()) {
            return new Reading.Unreadable(line.number(), "the line is longer than 4 MB");
        }
        if (!line.readable()) {
            return new Reading.Unreadable(line.number(), LineReader.UNREADABLE);
        }
        try {
            return new JsonRow(line.number(), number, RawObject.read(line.text()), line.text());
        } catch (JsonProcessingException e) {
            return new Reading.Unreadable(line.number(), "no JSON: " + e.getOriginalMessage());
        } catch (RawObject.NotAnObjectException e) {
            return new Reading.Unreadable(line.number(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** An object with the text of each value. */
    record JsonRow(long line, long number, Map<String, String> fields, String source) implements Reading.Row {

        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public Set<String> names() {
            return fields.keySet();
        }

        @Override
        public @Nullable String text(String name) {
            String raw = fields.get(name);
            if (raw == null || raw.equals("null") || raw.equals("\"\"")) {
                return null;
            }
            return raw.startsWith("\"") ? unquoted(raw) : raw;
        }

        @Override
        public @Nullable String json(String name, ValueKind kind) throws UnfitValueException {
            String text = text(name);
            if (text == null) {
                return null;
            }
            return kind == ValueKind.AUTO || kind == ValueKind.JSON ? fields.get(name) : kind.json(name, text);
        }

        private static String unquoted(String raw) {
            try {
                return JSON.readValue(raw, String.class);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a value that was just parsed cannot be read: " + raw, e);
            }
        }
    }
}
