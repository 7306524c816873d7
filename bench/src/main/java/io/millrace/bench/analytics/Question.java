package io.millrace.bench.analytics;

/**
 * A question as it is sent to {@code /v1/analytics/query}, and plain SQL that answers about the same of the same rows.
 *
 * @param baseline takes the workspace as parameter {@code workspace}
 */
record Question(String name, String body, String baselineName, String baseline) {}
