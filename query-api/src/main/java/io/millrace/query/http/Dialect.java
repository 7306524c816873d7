package io.millrace.query.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Problem;
import java.util.Locale;

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
    },
    TENANT {
        @Override
        ObjectNode error(Problem problem, String requestId) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("success", false);
            ObjectNode error = body.putObject("error");
            error.put("code", problem.code().equals("not_found") ? "RESOURCE_NOT_FOUND" : upper(problem.code()));
            error.put("message", problem.message());
            ObjectNode details = error.putObject("details");
            for (Fault fault : problem.faults()) {
                details.withArray("errors")
                        .addObject()
                        .put(
                                "field",
                                fault.field().startsWith("/") ? fault.field().substring(1) : fault.field())
                        .put("reason", fault.reason())
                        .put("message", fault.message());
            }
            problem.details().forEach(detail -> details.withArray("errors").add(detail));
            return body;
        }

        private String upper(String code) {
            return code.toUpperCase(Locale.ROOT);
        }
    };

    private static final String TENANT_PATHS = "/api/v1/";

    /** The body of an answer that says why there is no other. */
    abstract ObjectNode error(Problem problem, String requestId);

    /** Whose manner a path that is no route gets. */
    static Dialect ofPath(String path) {
        if (path.startsWith(TENANT_PATHS)) {
            return TENANT;
        }
        return path.startsWith("/api/") ? CAMPAIGNOS : GROWTHOS;
    }
}
