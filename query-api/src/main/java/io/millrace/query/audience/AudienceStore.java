package io.millrace.query.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.rule.Rule;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.request.Json;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Asks ClickHouse who is in a segment, as of any instant. Thread-safe. */
public final class AudienceStore {

    private static final int SAMPLE = 10;

    /** A rule of 200 conditions is longer than statements people write; rules have limits of their own. */
    static final Map<String, String> LONG_STATEMENTS = Map.of(
            "max_query_size", "20000000",
            "max_ast_elements", "2000000",
            "max_expanded_ast_elements", "5000000",
            "max_subquery_depth", "1000");

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public AudienceStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        Map<String, String> settings = new HashMap<>(LONG_STATEMENTS);
        settings.putAll(bounds);
        this.bounds = Map.copyOf(settings);
        this.identities = new IdentityStore(client, bounds);
    }

    /**
     * What further questions about a workspace stand on; read anew for each request.
     *
     * @param optOutGroups subscription groups whose default is subscribed
     * @param segments by id, hand-kept ones too; without cycles
     * @param knownAt in epoch milliseconds; empty for now
     */
    public AudienceScope scope(
            Workspace workspace,
            Set<String> optOutGroups,
            Function<String, Optional<SegmentRule>> segments,
            OptionalLong knownAt) {
        return new AudienceScope(
                workspace.id(),
                workspace.timezone(),
                optOutGroups,
                segments,
                identities.of(workspace.id(), knownAt),
                newest(workspace.id()),
                zones(workspace.id()));
    }

    private long newest(String workspace) {
        SqlValues values = new SqlValues();
        return client.rows(
                        values.sql(
                                """
                                SELECT toUnixTimestamp64Milli(max(created_at)) AS newest
                                FROM contacts
                                WHERE workspace = %s
                                """
                                        .formatted(values.text(workspace))),
                        bounds)
                .get(0)
                .path("newest")
                .asLong();
    }

    private Map<String, ZoneId> zones(String workspace) {
        SqlValues values = new SqlValues();
        Map<String, ZoneId> zones = new HashMap<>();
        for (JsonNode row : client.rows(
                values.sql(
                        """
                        SELECT DISTINCT value
                        FROM profile_writes
                        WHERE workspace = %s AND field = 'trait' AND key = 'timezone' AND length(value) < 100
                        """
                                .formatted(values.text(workspace))),
                bounds)) {
            String json = row.path("value").asText();
            zone(json).ifPresent(zone -> zones.put(json, zone));
        }
        return zones;
    }

    private static Optional<ZoneId> zone(String json) {
        try {
            JsonNode value = Json.MAPPER.readTree(json);
            return value.isTextual() ? Optional.of(ZoneId.of(value.textValue())) : Optional.empty();
        } catch (JsonProcessingException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** How many members a rule has. */
    public long count(AudienceScope scope, Rule rule, AsOf asOf) {
        return client.rows(new AudienceSql(scope, asOf).count(rule), bounds)
                .get(0)
                .path("members")
                .asLong();
    }

    /** Who they are in a few numbers. */
    public Estimate estimate(AudienceScope scope, Rule rule, AsOf asOf) {
        List<Channel> channels = List.of(Channel.values());
        JsonNode row = client.rows(new AudienceSql(scope, asOf).estimate(rule, SAMPLE, channels), bounds)
                .get(0);
        List<ContactId> sample = new ArrayList<>();
        row.path("sample").forEach(contact -> sample.add(id(contact)));
        Map<Channel, Long> reachable = new EnumMap<>(Channel.class);
        channels.forEach(
                channel -> reachable.put(channel, row.path(channel.text()).asLong()));
        return new Estimate(
                asOf, row.path("members").asLong(), row.path("total").asLong(), sample, reachable);
    }

    /**
     * A page of the members in the order of their ids' numbers.
     *
     * @param after the last of the page before; empty for the first
     */
    public List<ContactId> members(AudienceScope scope, Rule rule, AsOf asOf, Optional<ContactId> after, int limit) {
        List<ContactId> members = new ArrayList<>();
        for (JsonNode row : client.rows(
                new AudienceSql(scope, asOf)
                        .members(rule, after.map(id -> id.number().toString()).orElse(""), limit),
                bounds)) {
            members.add(id(row.path("contact")));
        }
        return members;
    }

    private static ContactId id(JsonNode number) {
        return ContactId.ofNumber(new BigInteger(number.asText()));
    }
}
