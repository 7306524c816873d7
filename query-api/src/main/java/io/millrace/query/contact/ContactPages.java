package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads pages of contacts so that a page costs about the same however many contacts there are. Candidates come first:
 * rows, of any version, that satisfy the conditions, or members of the segment, in the order of ids and no more than
 * may fill the page; both tables are sorted so, and ClickHouse stops reading there. Then the latest rows of the
 * candidates alone are read and judged. Since the latest row is a candidate itself if it satisfies the conditions,
 * nobody is missed. Where too few candidates stand, the next, larger, batch follows. Thread-safe.
 */
final class ContactPages {

    private static final int BATCH_GROWTH = 8;
    private static final int BATCH_MAX = 100_000;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    ContactPages(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** The contacts of the page, and one more if there is a next page. */
    List<ContactRow> read(String workspace, ContactListQuery query) {
        int wanted = query.page().limit() + 1;
        List<ContactRow> found = new ArrayList<>();
        Optional<ContactId> after =
                query.page().after().map(place -> new ContactId((int) (long) place.get(0), place.get(1)));
        int batch = 2 * wanted;
        while (true) {
            Candidates candidates = candidates(workspace, query, after, batch);
            if (candidates.last().isPresent()) {
                found.addAll(judged(workspace, query, after, candidates.last().get(), wanted - found.size()));
            }
            if (found.size() >= wanted || candidates.count() < batch) {
                return found;
            }
            after = candidates.last();
            batch = Math.min(BATCH_MAX, batch * BATCH_GROWTH);
        }
    }

    /** @param last the greatest id among them */
    private record Candidates(long count, Optional<ContactId> last) {}

    private Candidates candidates(String workspace, ContactListQuery query, Optional<ContactId> after, int batch) {
        SqlValues values = new SqlValues();
        String source = source(workspace, query, after, Optional.empty(), values);
        JsonNode row = client.rows(
                        values.sql(
                                """
                                SELECT count() AS n, toString(max(contact)) AS last
                                FROM (%s
                                  ORDER BY contact
                                  LIMIT %s)
                                """
                                        .formatted(source, values.whole(batch))),
                        bounds)
                .get(0);
        long count = row.path("n").asLong();
        return new Candidates(
                count,
                count == 0
                        ? Optional.empty()
                        : Optional.of(ContactRow.id(row.path("last").asText())));
    }

    private List<ContactRow> judged(
            String workspace, ContactListQuery query, Optional<ContactId> after, ContactId last, int wanted) {
        SqlValues values = new SqlValues();
        List<String> conditions = new ArrayList<>(query.conditions(values));
        conditions.add("gone = 0");
        String source = source(workspace, query, after, Optional.of(last), values);
        return client
                .rows(
                        values.sql(
                                """
                                SELECT %s
                                FROM (
                                  SELECT * FROM contacts
                                  WHERE workspace = %s AND contact IN (%s)
                                  ORDER BY contact, version DESC
                                  LIMIT 1 BY contact)
                                WHERE %s
                                ORDER BY contact
                                LIMIT %s
                                """
                                        .formatted(
                                                ContactRow.COLUMNS,
                                                values.text(workspace),
                                                source,
                                                String.join(" AND ", conditions),
                                                values.whole(wanted))),
                        bounds)
                .stream()
                .map(ContactRow::of)
                .toList();
    }

    /** Whoever may be in the list, between two ids. */
    private static String source(
            String workspace,
            ContactListQuery query,
            Optional<ContactId> after,
            Optional<ContactId> last,
            SqlValues values) {
        List<String> conditions = new ArrayList<>();
        conditions.add("workspace = " + values.text(workspace));
        after.ifPresent(id -> conditions.add("contact > " + ContactStore.number(id, values)));
        last.ifPresent(id -> conditions.add("contact <= " + ContactStore.number(id, values)));
        if (query.segment().isPresent()) {
            conditions.add("segment = " + values.text(query.segment().get()));
            String range = String.join(" AND ", conditions);
            return last.isEmpty()
                    ? "SELECT contact FROM segment_members WHERE " + range + " AND is_member = 1"
                    : """
                      SELECT contact
                      FROM (
                        SELECT contact, is_member FROM segment_members
                        WHERE %s
                        ORDER BY contact, version DESC
                        LIMIT 1 BY contact)
                      WHERE is_member = 1"""
                            .formatted(range);
        }
        conditions.addAll(query.conditions(values));
        return "SELECT contact FROM contacts WHERE " + String.join(" AND ", conditions);
    }
}
