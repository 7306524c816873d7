package io.millrace.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.core.health.HealthCheck;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether an event sent now would be stored and answered for. */
final class Health {

    private final List<HealthCheck> checks;

    Health(List<HealthCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** @param problems by the part's name, empty text for a part that is well */
    record Report(Map<String, String> problems) {

        boolean well() {
            return problems.values().stream().allMatch(String::isEmpty);
        }

        /** {@code {"status":"ok","checks":{"kafka":"ok"}}}, with the problem in place of {@code ok}. */
        byte[] json() {
            StringBuilder json = new StringBuilder("{\"status\":\"")
                    .append(well() ? "ok" : "unavailable")
                    .append("\",\"checks\":{");
            String separator = "\"";
            for (Map.Entry<String, String> part : problems.entrySet()) {
                String said = part.getValue().isEmpty() ? "ok" : part.getValue();
                json.append(separator)
                        .append(part.getKey())
                        .append("\":\"")
                        .append(JsonStringEncoder.getInstance().quoteAsString(said))
                        .append('"');
                separator = ",\"";
            }
            return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    Report report() {
        Map<String, String> problems = new LinkedHashMap<>();
        for (HealthCheck check : checks) {
            String problem = check.problem().orElse("");
            problems.merge(check.name(), problem, (one, other) -> one.isEmpty() ? other : one);
        }
        return new Report(problems);
    }
}
