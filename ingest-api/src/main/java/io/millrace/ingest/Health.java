package io.millrace.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.core.health.HealthCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether an event sent now would be stored and answered for. */
final class Health {

    private final List<HealthCheck> checks;

    Health(List<HealthCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** @param problems what is wrong, by the part's name */
    record Report(List<String> parts, Map<String, String> problems) {

        boolean well() {
            return problems.isEmpty();
        }

        /** {@code {"status":"ok","checks":{"kafka":"ok"}}}, with the problem in place of {@code ok}. */
        byte[] json() {
            StringBuilder json = new StringBuilder("{\"status\":\"")
                    .append(well() ? "ok" : "unavailable")
                    .append("\",\"checks\":{");
            String separator = "\"";
            for (String part : parts) {
                json.append(separator)
                        .append(part)
                        .append("\":\"")
                        .append(JsonStringEncoder.getInstance().quoteAsString(problems.getOrDefault(part, "ok")))
                        .append('"');
                separator = ",\"";
            }
            return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    Report report() {
        List<String> parts = new ArrayList<>();
        Map<String, String> problems = new TreeMap<>();
        for (HealthCheck check : checks) {
            parts.add(check.name());
            check.problem().ifPresent(problem -> problems.put(check.name(), problem));
        }
        return new Report(parts, problems);
    }
}
