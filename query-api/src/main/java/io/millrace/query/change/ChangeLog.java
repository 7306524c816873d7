package io.millrace.query.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import io.millrace.streams.record.SegmentChange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the log of changes from ClickHouse, in the order in which they became known, newest first or oldest first.
 * Thread-safe.
 */
final class ChangeLog {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    ChangeLog(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** A change and its place in the log, which is unique in a workspace. */
    record Entry(SegmentChange change, Place place) {}

    /** @param version the row's place among those of its contact */
    record Place(long knownAt, BigInteger contact, BigInteger version, String segment) {}

    /**
     * @param from the least instant of a change, in epoch milliseconds
     * @param to the instant that all changes are before
     * @param after the place of the last row of the page before
     */
    record Range(OptionalLong from, OptionalLong to, boolean oldestFirst, Optional<Place> after, int limit) {}

    List<Entry> read(ChangeFilter filter, Range range) {
        SqlValues values = new SqlValues();
        List<String> conditions = new ArrayList<>();
        conditions.add("workspace = " + values.text(filter.workspace()));
        filter.segment().ifPresent(segment -> conditions.add("segment = " + values.text(segment)));
        filter.contact().ifPresent(contact -> conditions.add("contact = " + number(contact.number(), values)));
        // A change is never known before it is due, so the table's order helps with the lower end.
        range.from()
                .ifPresent(from ->
                        conditions.add("known_at >= " + instant(from, values) + " AND at >= " + instant(from, values)));
        range.to().ifPresent(to -> conditions.add("at < " + instant(to, values)));
        range.after().ifPresent(place -> conditions.add(after(place, range.oldestFirst(), values)));
        String direction = range.oldestFirst() ? "ASC" : "DESC";
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT segment, toString(contact) AS contact_id, change, cause,
                          toUnixTimestamp64Milli(at) AS at_ms, toUnixTimestamp64Milli(known_at) AS known_ms,
                          rule_version, evidence, toString(version) AS place
                        FROM segment_changes
                        WHERE %s
                        ORDER BY known_at %s, contact %s, version %s, segment %s
                        LIMIT %s
                        """
                                .formatted(
                                        String.join(" AND ", conditions),
                                        direction,
                                        direction,
                                        direction,
                                        direction,
                                        values.whole(range.limit() + 1L))),
                bounds);
        Map<String, JsonNode> names = names(filter.workspace(), rows);
        return rows.stream().map(row -> entry(filter.workspace(), row, names)).toList();
    }

    private Map<String, JsonNode> names(String workspace, List<JsonNode> rows) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        SqlValues values = new SqlValues();
        List<String> contacts = rows.stream()
                .map(row -> row.path("contact_id").asText())
                .distinct()
                .toList();
        Map<String, JsonNode> names = new HashMap<>();
        client.rows(
                        values.sql(
                                """
                                SELECT toString(contact) AS id, external_id, anonymous_id
                                FROM contacts
                                WHERE workspace = %s AND contact IN (
                                  SELECT toUInt128(arrayJoin(%s)))
                                ORDER BY contact, version DESC
                                LIMIT 1 BY contact
                                """
                                        .formatted(values.text(workspace), values.texts(contacts))),
                        bounds)
                .forEach(row -> names.put(row.path("id").asText(), row));
        return names;
    }

    private static Entry entry(String workspace, JsonNode row, Map<String, JsonNode> names) {
        BigInteger contact = new BigInteger(row.path("contact_id").asText());
        JsonNode name = names.get(row.path("contact_id").asText());
        String external = name == null ? "" : name.path("external_id").asText();
        String anonymous = name == null ? "" : name.path("anonymous_id").asText();
        SegmentChange change = new SegmentChange(
                workspace,
                row.path("segment").asText(),
                ContactId.ofNumber(contact),
                external,
                external.isEmpty() ? anonymous : "",
                row.path("change").asText().equals("entered"),
                row.path("cause").asText(),
                row.path("at_ms").asLong(),
                row.path("known_ms").asLong(),
                row.path("rule_version").asLong(),
                row.path("evidence").asText());
        return new Entry(
                change,
                new Place(
                        change.knownAt(),
                        contact,
                        new BigInteger(row.path("place").asText()),
                        change.segment()));
    }

    private static String after(Place place, boolean oldestFirst, SqlValues values) {
        String at = instant(place.knownAt(), values);
        String comparison = oldestFirst ? ">" : "<";
        // The bound on the time alone lets ClickHouse skip what the tuple would have to compare.
        return "known_at " + comparison + "= " + at + " AND (known_at, contact, version, segment) " + comparison + " ("
                + at + ", " + number(place.contact(), values) + ", toUInt64("
                + values.text(place.version().toString())
                + "), " + values.text(place.segment()) + ")";
    }

    private static String instant(long millis, SqlValues values) {
        return "fromUnixTimestamp64Milli(" + values.whole(millis) + ")";
    }

    private static String number(BigInteger number, SqlValues values) {
        return "toUInt128(" + values.text(number.toString()) + ")";
    }
}
