package io.millrace.bench.analytics;

import java.util.LinkedHashMap;
import java.util.Map;

/** Statements such as the query service sends, over a table of any layout. */
final class StorageQuestions {

    private static final String RANGE =
            """
            workspace = {workspace:String} AND timestamp >= toDateTime64('%s 00:00:00', 3, 'UTC')
              AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
            """;
    private static final String DAYS_90 = RANGE.formatted("2025-12-16");
    private static final String WEEKS_12 = RANGE.formatted("2025-12-22");
    private static final String DAYS_60 = RANGE.formatted("2026-01-15");
    private static final String DAYS_30 = RANGE.formatted("2026-02-14");

    private StorageQuestions() {}

    /** By name, in the order of the columns of the report. */
    static Map<String, String> over(String table, String category) {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("funnel", funnel(table));
        questions.put("retention", retention(table));
        questions.put("uniques", uniques(table, category));
        questions.put("attribution", attribution(table));
        questions.put("count a day", count(table));
        questions.put("one contact", contact(table));
        questions.put("event list", list(table));
        return questions;
    }

    private static String funnel(String table) {
        return """
                SELECT groupArray(bitOr(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(timestamp)), 3), bits)) AS events
                FROM
                (
                  SELECT person, timestamp, toUInt64(if(event = 'view', 1, 0) + if(event = 'cart', 2, 0) + if(event = 'order', 4, 0)) AS bits
                  FROM %s
                  WHERE %s AND (event = 'view' OR event = 'cart' OR event = 'order')
                )
                GROUP BY person
                HAVING max(bitAnd(bits, 1)) = 1
                """
                .formatted(table, DAYS_90);
    }

    private static String retention(String table) {
        return """
                SELECT person, groupBitOr(bitShiftLeft(toUInt64(1), intDiv(toUnixTimestamp64Milli(timestamp) - 1766361600000, 604800000)))
                FROM %s
                WHERE %s AND type IN ('track', 'page', 'screen')
                GROUP BY person
                """
                .formatted(table, WEEKS_12);
    }

    private static String uniques(String table, String category) {
        return """
                SELECT toDate(timestamp) AS day, %s AS category_text, uniqExact(person)
                FROM %s
                WHERE %s AND event = 'view'
                GROUP BY GROUPING SETS ((day, category_text), (category_text), ())
                """
                .formatted(category, table, DAYS_90);
    }

    private static String attribution(String table) {
        return """
                SELECT person, groupArrayIf(timestamp, is_touch), groupArrayIf(source, is_touch), groupArrayIf(timestamp, NOT is_touch)
                FROM
                (
                  SELECT person, timestamp, toString(campaign_source) AS source, true AS is_touch
                  FROM %1$s
                  WHERE %2$s AND type IN ('track', 'page', 'screen') AND campaign_source != ''
                  UNION ALL
                  SELECT person, timestamp, '' AS source, false AS is_touch
                  FROM %1$s
                  WHERE %3$s AND event = 'order'
                )
                GROUP BY person
                """
                .formatted(table, DAYS_60, DAYS_30);
    }

    private static String count(String table) {
        return "SELECT toDate(timestamp) AS day, count() FROM %s WHERE %s AND event = 'order' GROUP BY day"
                .formatted(table, DAYS_90);
    }

    /** Of an ordinary contact. */
    private static String contact(String table) {
        return """
                SELECT event, timestamp
                FROM %s
                WHERE workspace = {workspace:String}
                  AND person = bitShiftRight(reinterpretAsUInt128(sipHash128('user-7919')), 48)
                ORDER BY timestamp
                """
                .formatted(table);
    }

    private static String list(String table) {
        return """
                SELECT text
                FROM %s
                WHERE workspace = {workspace:String}
                ORDER BY timestamp DESC, received_at DESC, partition DESC, offset DESC
                LIMIT 26
                """
                .formatted(table);
    }
}
