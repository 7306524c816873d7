package io.millrace.query.campaign;

import java.util.Map;

/** How many contacts entered each campaign. No run is stored yet, so there are none. Thread-safe. */
final class Enrollments {

    long of(String workspace, String campaign) {
        return all(workspace).getOrDefault(campaign, 0L);
    }

    /** By campaign; one that nobody entered is not in it. */
    Map<String, Long> all(String workspace) {
        return Map.of();
    }
}
