package io.millrace.query.segment;

import io.millrace.core.rule.Rule;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Answers with the JSON schema of rules, as the rule language's own package has it. */
final class RuleSchemaHandler implements RouteHandler {

    private static final String RESOURCE = "rule.schema.json";

    private final Reply reply = new Reply(200, "application/schema+json", schema());

    @Override
    public Reply answer(Call call) {
        return reply;
    }

    private static byte[] schema() {
        try (InputStream in = Rule.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + RESOURCE + " cannot be read", e);
        }
    }
}
