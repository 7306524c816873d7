package io.millrace.query.http;

import java.util.ArrayList;
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
        List<String> otherFormats,
        List<Otherwise> otherwise) {

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

    /** An answer of another status; with the schema of the answer, or as an error of the dialect. */
    public record Otherwise(int status, String meaning, boolean likeAnswer) {}

    public RouteDoc {
        otherwise = List.copyOf(otherwise);
        parameters = List.copyOf(parameters);
        otherFormats = List.copyOf(otherFormats);
    }

    public static RouteDoc of(String id, String tag, String summary) {
        return new RouteDoc(
                id, summary, "", tag, List.of(), Optional.empty(), 200, Optional.empty(), List.of(), List.of());
    }

    public RouteDoc describedAs(String text) {
        return new RouteDoc(id, summary, text, tag, parameters, body, status, answer, otherFormats, otherwise);
    }

    public RouteDoc with(Parameter... taken) {
        return new RouteDoc(
                id, summary, description, tag, List.of(taken), body, status, answer, otherFormats, otherwise);
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
                otherFormats,
                otherwise);
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
                otherFormats,
                otherwise);
    }

    public RouteDoc alsoAs(String... mediaTypes) {
        return new RouteDoc(
                id, summary, description, tag, parameters, body, status, answer, List.of(mediaTypes), otherwise);
    }

    /** Adds an error that only this route has. */
    public RouteDoc failing(int code, String meaning) {
        return or(new Otherwise(code, meaning, false));
    }

    /** Adds a status with which the same answer may come. */
    public RouteDoc orWith(int code, String meaning) {
        return or(new Otherwise(code, meaning, true));
    }

    private RouteDoc or(Otherwise added) {
        List<Otherwise> all = new ArrayList<>(otherwise);
        all.add(added);
        return new RouteDoc(id, summary, description, tag, parameters, body, status, answer, otherFormats, all);
    }
}
