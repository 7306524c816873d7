package io.millrace.query.http;

import java.util.List;
import java.util.Optional;

/**
 * What the OpenAPI document says of a route.
 *
 * @param body the schema of the request's body, by its name among the document's schemas
 * @param answer the schema of the answer, by its name; empty for an answer that is no JSON
 */
public record RouteDoc(
        String id,
        String summary,
        String description,
        String tag,
        List<Parameter> parameters,
        Optional<Part> body,
        int status,
        Optional<Part> answer,
        List<String> otherFormats) {

    /** A query parameter; the type is a JSON schema type. */
    public record Parameter(String name, String type, boolean required, String description) {
        public static Parameter text(String name, String description) {
            return new Parameter(name, "string", false, description);
        }

        public static Parameter whole(String name, String description) {
            return new Parameter(name, "integer", false, description);
        }
    }

    /** A schema's name and an example of it as JSON text. */
    public record Part(String schema, String example) {}

    public RouteDoc {
        parameters = List.copyOf(parameters);
        otherFormats = List.copyOf(otherFormats);
    }

    public static RouteDoc of(String id, String tag, String summary) {
        return new RouteDoc(id, summary, "", tag, List.of(), Optional.empty(), 200, Optional.empty(), List.of());
    }

    public RouteDoc describedAs(String text) {
        return new RouteDoc(id, summary, text, tag, parameters, body, status, answer, otherFormats);
    }

    public RouteDoc with(Parameter... taken) {
        return new RouteDoc(id, summary, description, tag, List.of(taken), body, status, answer, otherFormats);
    }

    public RouteDoc taking(String schema, String example) {
        return new RouteDoc(
                id,
                summary,
                description,
                tag,
                parameters,
                Optional.of(new Part(schema, example)),
                status,
                answer,
                otherFormats);
    }

    public RouteDoc answering(int code, String schema, String example) {
        return new RouteDoc(
                id,
                summary,
                description,
                tag,
                parameters,
                body,
                code,
                Optional.of(new Part(schema, example)),
                otherFormats);
    }

    public RouteDoc alsoAs(String... mediaTypes) {
        return new RouteDoc(
                id, summary, description, tag, parameters, body, status, answer, List.of(mediaTypes));
    }
}
