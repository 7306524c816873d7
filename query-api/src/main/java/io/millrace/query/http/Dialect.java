package io.millrace.query.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Problem;

/** The manner of an API: how it words what went wrong. */
public enum Dialect {
    GROWTHOS {
        @Override
        ObjectNode error(Problem problem, String requestId) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ObjectNode error = body.putObject("error");
            error.put("code", problem.code());
            error.put("message", problem.message());
            ArrayNode details = error.putArray("details");
            for (Fault fault : problem.faults()) {
                ObjectNode detail = details.addObject();
                detail.put("field", fault.field());
                detail.put("reason", fault.reason());
                if (fault.found() != null) {
                    detail.set("found", fault.found());
                }
                if (fault.expected() != null) {
                    detail.put("expected", fault.expected());
                }
                detail.put("message", fault.message());
            }
            details.addAll(problem.details());
            body.put("request_id", requestId);
            return body;
        }
    },
    CAMPAIGNOS {
        @Override
        ObjectNode error(Problem problem, String requestId) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("error", problem.faults().isEmpty() ? problem.message() : "Validation failed");
            ArrayNode details = body.putArray("details");
            for (Fault fault : problem.faults()) {
                String field = fault.field().startsWith("/") ? fault.field().substring(1) : fault.field();
                details.addObject().put("field", field.replace('/', '.')).put("message", fault.message());
            }
            return body;
        }
    };

    /** The body of an answer that says why there is no other. */
    abstract ObjectNode error(Problem problem, String requestId);

    /** Whose manner a path that is no route gets. */
    static Dialect ofPath(String path) {
        return path.startsWith("/api/") ? CAMPAIGNOS : GROWTHOS;
    }
}
