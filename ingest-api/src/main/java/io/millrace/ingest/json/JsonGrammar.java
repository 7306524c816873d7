package io.millrace.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.millrace.ingest.json.JsonDocument.Blemish;
import io.millrace.ingest.json.UnreadableJsonException.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the tokens of a body once, in time and memory proportional to its length. Depth beyond {@link #DEPTH_REFUSED}
 * refuses the body at once; what is merely too deep or too long for an event is noted, to reject that event alone.
 */
final class JsonGrammar {

    static final int DEPTH_REFUSED = 1000;
    static final int DEPTH_ACCEPTED = 100;
    static final int NUMBER_LENGTH_ACCEPTED = 1000;

    /** One thing said about a body is enough to refuse an event; a body full of them must not fill memory. */
    private static final int BLEMISHES_MAX = 1000;

    private static final int LITERALS_MAX = 100_000;

    /** Lengths are bounded by the body's own; nothing is converted to a number. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_REFUSED)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] bytes;
    private final LiteralMending literals = new LiteralMending();
    private final List<Blemish> blemishes = new ArrayList<>();
    private int depth;

    JsonGrammar(byte[] bytes) {
        this.bytes = bytes;
    }

    JsonDocument check() throws UnreadableJsonException {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            boolean ended = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    throw malformed("something stands behind the end of the JSON value");
                }
                take(token, parser);
                ended = depth == 0;
            }
            if (!ended) {
                throw malformed("the body holds no JSON value");
            }
        } catch (JsonProcessingException e) {
            throw malformed(e.getOriginalMessage());
        } catch (IOException | IllegalStateException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        return literals.document(bytes, blemishes);
    }

    private void take(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case START_OBJECT, START_ARRAY -> {
                depth++;
                if (depth == DEPTH_ACCEPTED + 1) {
                    blemish(parser, "nested deeper than " + DEPTH_ACCEPTED + " levels");
                }
            }
            case END_OBJECT, END_ARRAY -> depth--;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                int length = parser.getTextLength();
                if (length > NUMBER_LENGTH_ACCEPTED) {
                    blemish(parser, "a number of " + length + " characters, accepted are " + NUMBER_LENGTH_ACCEPTED);
                } else if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                    if (literals.count() == LITERALS_MAX) {
                        throw new IOException("more than " + LITERALS_MAX + " values are NaN or infinite");
                    }
                    literals.add(offset(parser), length);
                }
            }
            default -> {}
        }
    }

    private void blemish(JsonParser parser, String text) throws IOException {
        if (blemishes.size() == BLEMISHES_MAX) {
            throw new IOException("more than " + BLEMISHES_MAX + " values are too deep or too long");
        }
        blemishes.add(new Blemish(offset(parser), text));
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static UnreadableJsonException malformed(String message) {
        return new UnreadableJsonException(Fault.MALFORMED_JSON, message);
    }
}
