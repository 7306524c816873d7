package io.millrace.query.http;

import io.javalin.http.HttpResponseException;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.ClickHouseUnavailableException;
import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
import io.millrace.streams.definition.Definitions.DefinitionsUnavailableException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what was thrown into what is answered. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** Seen by nobody, but counted with the other answers. */
    static final Problem CLIENT_LEFT = Problem.of(499, "client_left", "the client closed its connection");

    private static final int QUERY_WAS_CANCELLED = 394;

    private Problems() {}

    static Problem of(Throwable thrown, Limits limits, String requestId) {
        if (thrown instanceof ClientLeftException) {
            return CLIENT_LEFT;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem.problem();
            }
        }
        if (thrown instanceof HttpResponseException response) {
            return ofStatus(response);
        }
        if (thrown instanceof ClickHouseUnavailableException || thrown instanceof DefinitionsUnavailableException) {
            LOG.warn("{}: {}", requestId, thrown.getMessage());
            return Problem.of(503, "unavailable", "a part that this needs cannot be reached now; try again");
        }
        if (thrown instanceof ClickHouseException refused) {
            Optional<Problem> limit = limits.met(refused);
            if (limit.isPresent()) {
                return limit.get();
            }
            if (refused.code() == QUERY_WAS_CANCELLED) {
                LOG.warn("{}: {}", requestId, refused.getMessage());
                return Problem.of(503, "unavailable", "the query was ended from outside; try again");
            }
        }
        LOG.error("{} failed", requestId, thrown);
        return Problem.of(500, "internal", "something broke while answering; the request id helps to find out what");
    }

    private static Problem ofStatus(HttpResponseException response) {
        return switch (response.getStatus()) {
            case 404 -> Problem.notFound("Route");
            case 405 -> Problem.of(405, "method_not_allowed", "this route has other methods");
            case 413 -> Problem.of(413, "payload_too_large", "the body is larger than this route takes");
            default ->
                Problem.of(
                        response.getStatus(),
                        "http_" + response.getStatus(),
                        String.valueOf(response.getMessage()).toLowerCase(Locale.ROOT));
        };
    }
}
