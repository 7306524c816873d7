package io.millrace.cli.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a JSON object with the text of each value exactly as it was written. */
final class RawObject {

    private static final JsonFactory JSON = new JsonFactory();

    private RawObject() {}

    /**
     * Reads one object; of a name that stands twice the last value counts.
     *
     * @throws JsonProcessingException if the text is no JSON
     * @throws NotAnObjectException if it is JSON, but no object, or more than one value
     */
    static Map<String, String> read(String text) throws JsonProcessingException, NotAnObjectException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NotAnObjectException("a JSON object was expected");
            }
            Map<String, String> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                fields.put(name, text.substring(start, end));
            }
            if (parser.nextToken() != null) {
                throw new NotAnObjectException("more than one value stands on the line");
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line holds JSON, but not one object. */
    static final class NotAnObjectException extends Exception {
        private static final long serialVersionUID = 1L;

        NotAnObjectException(String message) {
            super(message);
        }
    }
}
