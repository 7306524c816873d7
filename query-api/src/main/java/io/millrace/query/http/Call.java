package io.millrace.query.http;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Workspace;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Problem;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request that has passed its route's guard.
 *
 * @param key whose request it is, empty on routes for everyone
 * @param workspace what it may see: the key's own, or the one the path names to the admin
 * @param path the values of the path's parameters
 * @param parameters of the query string, the first of each name
 * @param headers by their names in small letters
 * @param upload the body of a route that takes uploads, unread; of other routes it is empty
 * @param at when it came
 */
public record Call(
        Optional<ApiKey> key,
        Optional<Workspace> workspace,
        Map<String, String> path,
        Map<String, String> parameters,
        Map<String, String> headers,
        byte[] body,
        InputStream upload,
        Instant at) {

    public Call {
        path = Map.copyOf(path);
        parameters = Map.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    /** The workspace of a route that always has one. */
    public Workspace ownWorkspace() {
        return workspace.orElseThrow(() -> Problem.notFound("Workspace").exception());
    }

    /** The value of a parameter of the route's path. */
    public String inPath(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no path parameter " + name);
        }
        return value;
    }

    /** @param name in small letters */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    public int wholeParameter(String name, int defaultValue, int least, int most, Faults faults) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            faults.invalid(name, TextNode.valueOf(text.get()), "a whole number from " + least + " to " + most);
            return defaultValue;
        }
        faults.add(
                name,
                "out_of_range",
                TextNode.valueOf(text.get()),
                null,
                "expected a whole number from " + least + " to " + most + ", found " + text.get());
        return defaultValue;
    }

    /** Refuses parameters that the route does not know. */
    public void knowOnly(List<String> known, Faults faults) {
        parameters.keySet().stream()
                .sorted()
                .filter(name -> !known.contains(name))
                .forEach(name -> faults.add(
                        name,
                        "unknown_field",
                        TextNode.valueOf(parameters.get(name)),
                        null,
                        "is not known here; known are " + String.join(", ", known)));
    }

    /** Whether an answer in this media type is asked for. */
    public boolean accepts(String mediaType) {
        return header("accept").orElse("").toLowerCase(Locale.ROOT).contains(mediaType);
    }

    /** Whether CSV is asked for, by {@code format} or by the header. */
    public boolean wantsCsv(Optional<String> format, String place, Faults faults) {
        return formatOf(format, place, List.of("json", "csv"), faults).equals("csv");
    }

    /**
     * The format that is asked for, by name or else by the header; JSON if by neither.
     *
     * @param place where the name stands, a pointer into the body or a parameter's name
     */
    public String formatOf(Optional<String> format, String place, List<String> known, Faults faults) {
        if (format.isPresent()) {
            if (!known.contains(format.get())) {
                faults.invalid(place, TextNode.valueOf(format.get()), "one of " + String.join(", ", known));
            }
            return format.get();
        }
        if (accepts("text/csv")) {
            return "csv";
        }
        return known.contains("parquet") && accepts("parquet") ? "parquet" : "json";
    }

    /** A fault for a parameter whose text cannot be used. */
    public static Fault invalid(String name, String text, String expected) {
        return new Fault(name, "invalid", TextNode.valueOf(text), expected, "expected " + expected + ", found " + text);
    }
}
