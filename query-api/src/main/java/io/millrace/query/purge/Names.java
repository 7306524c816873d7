package io.millrace.query.purge;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a contact is called in texts that were kept because they could not be used: its ids and its address.
 *
 * @param ids external and anonymous ids
 * @param all the ids and the e-mail address
 */
record Names(Set<String> ids, Set<String> all) {

    private static final List<String> ID_FIELDS = List.of("userId", "user_id", "anonymousId", "anonymous_id");

    Names {
        ids = Set.copyOf(ids);
        all = Set.copyOf(all);
    }

    static Names of(String workspace, PurgeScope scope, ClickHouseClient client) {
        Set<String> ids = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        SqlValues values = new SqlValues();
        for (JsonNode row : client.rows(values.sql(
                """
                SELECT DISTINCT external_id, anonymous_id, email
                FROM contacts
                WHERE workspace = %s AND %s
                """
                        .formatted(values.text(workspace), scope.ofContacts(values))))) {
            ids.add(row.path("external_id").asText());
            ids.add(row.path("anonymous_id").asText());
            all.add(row.path("email").asText());
        }
        SqlValues links = new SqlValues();
        for (JsonNode row : client.rows(links.sql("SELECT DISTINCT id FROM identities WHERE workspace = "
                + links.text(workspace) + " AND (" + scope.ofSlices(links) + ")"))) {
            ids.add(row.path("id").asText());
        }
        all.addAll(ids);
        ids.remove("");
        all.remove("");
        return new Names(ids, all);
    }

    /** A condition on rejected events: one of the ids stands where an event names its person. */
    String inEvents(SqlValues values) {
        if (ids.isEmpty()) {
            return "false";
        }
        List<String> fields = new ArrayList<>();
        for (String field : ID_FIELDS) {
            fields.add("has(" + values.texts(List.copyOf(ids)) + ", JSONExtractString(payload, " + values.text(field)
                    + "))");
        }
        return String.join(" OR ", fields);
    }

    /** A condition on rows of files: one of the names is a whole value, of a line of CSV or of a JSON object. */
    String inFiles(SqlValues values) {
        return all.isEmpty()
                ? "false"
                : "hasAny(" + values.texts(List.copyOf(all)) + ", splitByRegexp('[,;\\t\"]', payload))";
    }
}
