package io.millrace.query.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import java.util.Map;
import java.util.OptionalLong;

/** Asks which links a workspace has. Thread-safe. */
public final class IdentityStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public IdentityStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** As of now. */
    public Identities of(String workspace) {
        return of(workspace, OptionalLong.empty());
    }

    /** @param knownAt what was stored by then, in epoch milliseconds; empty for now */
    public Identities of(String workspace, OptionalLong knownAt) {
        SqlValues values = new SqlValues();
        JsonNode found = client.rows(
                        values.sql("SELECT count() AS slices, max(from_ms) AS latest FROM identities WHERE workspace = "
                                + values.text(workspace)),
                        bounds)
                .get(0);
        return new Identities(
                found.path("slices").asLong() > 0, found.path("latest").asLong() > 0, knownAt);
    }
}
