package io.millrace.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What became of the events of a key, an import or a workspace.
 *
 * @param accepted how many the stream has passed of those that ingest took
 */
public record Accounting(long accepted, long stored, long duplicate, long rejected) {

    public static Accounting read(JsonNode json) {
        return new Accounting(
                number(json, "accepted"), number(json, "stored"), number(json, "duplicate"), number(json, "rejected"));
    }

    /** How many have come to an end of their way. */
    public long settled() {
        return stored + duplicate + rejected;
    }

    public Accounting plus(Accounting other) {
        return new Accounting(
                accepted + other.accepted,
                stored + other.stored,
                duplicate + other.duplicate,
                rejected + other.rejected);
    }

    private static long number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber()) {
            throw new CommandFailure("The API's accounting has no number \"" + name + "\": " + json);
        }
        return value.longValue();
    }
}
