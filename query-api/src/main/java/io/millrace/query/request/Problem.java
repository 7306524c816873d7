package io.millrace.query.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Why a request is not answered, before any dialect has worded it.
 *
 * @param status the HTTP status
 * @param code a word for programs
 * @param faults the faults of a request that is not valid
 * @param details what else a program can use, each an object of its own
 */
public record Problem(int status, String code, String message, List<Fault> faults, List<ObjectNode> details) {

    public Problem {
        faults = List.copyOf(faults);
        details = List.copyOf(details);
    }

    public static Problem validation(List<Fault> faults) {
        String message = faults.size() == 1
                ? faults.get(0).line()
                : faults.get(0).line() + " (and " + (faults.size() - 1) + " more)";
        return new Problem(400, "validation_error", message, faults, List.of());
    }

    public static Problem of(int status, String code, String message) {
        return new Problem(status, code, message, List.of(), List.of());
    }

    public static Problem notFound(String what) {
        return of(404, "not_found", what + " not found");
    }

    /** A bound of time, memory, rows or buckets that the question met. */
    public static Problem limitExceeded(String limit, String bound, String message) {
        return withDetail(422, "limit_exceeded", message, Map.of("limit", limit, "bound", bound));
    }

    private static Problem withDetail(int status, String code, String message, Map<String, String> detail) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        detail.entrySet().stream()
                .sorted(Map.Entry.<String, String>comparingByKey().reversed())
                .forEach(entry -> node.put(entry.getKey(), entry.getValue()));
        return new Problem(status, code, message, List.of(), List.of(node));
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }
}
