package io.millrace.query.saved;

import io.millrace.core.definition.Ids;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One of the places where queries are kept: each has routes and ids of its own.
 *
 * @param path of its routes
 * @param what one of them is called, in routes' names
 * @param idPrefix with which the ids of its queries begin
 * @param type the only type of query it takes; empty for any
 * @param overrides the fields of a query that a reading of it may set anew
 */
record Shelf(
        String path,
        String what,
        String idPrefix,
        Supplier<String> newId,
        Optional<String> type,
        List<String> overrides) {

    static final Shelf FUNNELS = new Shelf(
            "/v1/analytics/funnels",
            "Funnel",
            "fnl_",
            Ids::savedFunnel,
            Optional.of("funnel"),
            List.of("from", "to", "timezone", "week_start", "interval", "window"));

    static final Shelf COHORTS = new Shelf(
            "/v1/analytics/cohorts",
            "Cohort",
            "chrt_",
            Ids::savedCohort,
            Optional.of("cohort_retention"),
            List.of("from", "to", "timezone", "week_start", "period"));

    static final Shelf QUERIES = new Shelf(
            "/v1/analytics/queries",
            "SavedQuery",
            "qry_",
            Ids::savedQuery,
            Optional.empty(),
            List.of("from", "to", "timezone", "week_start", "interval"));

    static List<Shelf> all() {
        return List.of(FUNNELS, COHORTS, QUERIES);
    }

    String plural() {
        return what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "s";
    }

    /** What one of them is called in a sentence. */
    String words() {
        return this == QUERIES ? "query" : what.toLowerCase(Locale.ROOT);
    }

    boolean holds(String id) {
        return id.startsWith(idPrefix);
    }
}
