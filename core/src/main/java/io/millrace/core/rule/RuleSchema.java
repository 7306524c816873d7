package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The JSON schema (draft 2020-12) of rules: for editors and for people; what is accepted is for {@link RuleParser} to say. */
public final class RuleSchema {

    private RuleSchema() {}

    /** A copy of the schema. */
    public static JsonNode read() {
        try (InputStream schema = RuleSchema.class.getResourceAsStream("rule.schema.json")) {
            if (schema == null) {
                throw new IllegalStateException("rule.schema.json is missing beside " + RuleSchema.class.getName());
            }
            return new ObjectMapper().readTree(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
