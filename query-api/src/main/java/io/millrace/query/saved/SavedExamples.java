package io.millrace.query.saved;

/** The examples that the OpenAPI document shows; each is valid for the schema it stands beside. */
final class SavedExamples {

    static final String EDIT = """
            {"name":"Signup to purchase, week by week","version":42}
            """;

    private static final String FUNNEL =
            """
            {"type":"funnel","steps":[{"event":"signup"},{"event":"purchase"}],"window":"7d"}""";
    private static final String COHORT =
            """
            {"type":"cohort_retention","start":{"event":"signup"},"return":{"event":"login"},"period":"week"}""";
    private static final String COUNT = """
            {"type":"event_count","event":"signup","interval":"week"}""";

    private static final String FUNNEL_ANSWER =
            """
            "type":"funnel","view":"steps","from":"2026-02-01","to":"2026-02-28","timezone":"UTC","data":[
              {"index":1,"step":"signup","count":1000,"dropoff":0,"conversion_from_previous":1.0,"conversion":1.0,
               "average_seconds":null,"median_seconds":null},
              {"index":2,"step":"purchase","count":200,"dropoff":800,"conversion_from_previous":0.2,"conversion":0.2,
               "average_seconds":5400.0,"median_seconds":3600.0}],"overall_conversion":0.2""";
    private static final String COHORT_ANSWER =
            """
            "type":"cohort_retention","mode":"recurring","period":"week","from":"2026-02-02","to":"2026-02-15",
            "timezone":"UTC","data":[{"cohort":"2026-02-02","size":100,"counts":[100,40],"rates":[1.0,0.4]},
             {"cohort":"2026-02-09","size":80,"counts":[80],"rates":[1.0]}],
            "summary":{"size":180,"counts":[180,40],"rates":[1.0,0.4]}""";
    private static final String COUNT_ANSWER =
            """
            "type":"event_count","interval":"week","timezone":"UTC","from":"2026-02-02","to":"2026-02-15",
            "data":[{"date":"2026-02-02","value":31},{"date":"2026-02-09","value":28}],"total":59""";

    private SavedExamples() {}

    static String newOf(Shelf shelf) {
        return "{\"name\":\"Signup to purchase\",\"query\":" + query(shelf) + "}";
    }

    static String saved(Shelf shelf) {
        return "{" + fields(shelf) + "}";
    }

    static String page(Shelf shelf) {
        return "{\"data\":[" + saved(shelf) + "],\"has_more\":false,\"next_cursor\":null}";
    }

    static String answer(Shelf shelf) {
        return "{" + fields(shelf) + "," + of(shelf, FUNNEL_ANSWER, COHORT_ANSWER, COUNT_ANSWER) + "}";
    }

    static String deleted(Shelf shelf) {
        return "{\"id\":\"" + shelf.idPrefix() + "abcdefghijklmnop\",\"deleted\":true}";
    }

    private static String fields(Shelf shelf) {
        return "\"id\":\"" + shelf.idPrefix()
                + "abcdefghijklmnop\",\"name\":\"Signup to purchase\",\"description\":\"\",\"query\":" + query(shelf)
                + ",\"version\":42,\"created_at\":\"2026-02-23T10:00:00.000Z\""
                + ",\"updated_at\":\"2026-02-23T10:00:00.000Z\"";
    }

    private static String query(Shelf shelf) {
        return of(shelf, FUNNEL, COHORT, COUNT);
    }

    private static String of(Shelf shelf, String funnel, String cohort, String query) {
        return shelf == Shelf.FUNNELS ? funnel : shelf == Shelf.COHORTS ? cohort : query;
    }
}
