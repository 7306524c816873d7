package io.millrace.query.overview;

import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.Identities;

/**
 * Since when a workspace's contacts are known: by their first event ever, or by their creation where that came first.
 * Contacts are those that now hold any event, and those that the API made; deleted and merged ones are none.
 */
final class ContactDates {

    private ContactDates() {}

    /** A subquery, in parentheses, with the columns {@code contact} and {@code since}. */
    static String sql(String workspace, Identities identities, SqlValues values) {
        return """
                (
                  SELECT contact, min(known_at) AS since
                  FROM
                  (
                    SELECT %s AS contact, min(timestamp) AS known_at, 0 AS is_gone
                    FROM %s
                    WHERE workspace = %s
                    GROUP BY contact
                    UNION ALL
                    SELECT contact, created_at AS known_at, gone AS is_gone
                    FROM contacts FINAL
                    WHERE workspace = %s
                  )
                  GROUP BY contact
                  HAVING max(is_gone) = 0
                )"""
                .formatted(
                        identities.contact(),
                        identities.from("events", workspace, values),
                        values.text(workspace),
                        values.text(workspace));
    }
}
