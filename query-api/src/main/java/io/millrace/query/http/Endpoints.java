package io.millrace.query.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.core.health.HealthCheck;
import java.util.List;
import java.util.Optional;

/** What a service tells about itself: whether it is well, and its measurements. */
public final class Endpoints {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private Endpoints() {}

    /** 200 when all is well, else 503 with what is wrong. */
    public static RouteHandler health(List<HealthCheck> checks) {
        List<HealthCheck> all = List.copyOf(checks);
        return call -> {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("status", "ok");
            ObjectNode parts = body.putObject("checks");
            for (HealthCheck check : all) {
                Optional<String> problem = check.problem();
                parts.put(check.name(), problem.orElse("ok"));
                problem.ifPresent(unused -> body.put("status", "unavailable"));
            }
            return Reply.json(body.path("status").asText().equals("ok") ? 200 : 503, body);
        };
    }

    public static RouteHandler metrics(PrometheusMeterRegistry registry) {
        return call -> Reply.text(200, PROMETHEUS, registry.scrape());
    }
}
