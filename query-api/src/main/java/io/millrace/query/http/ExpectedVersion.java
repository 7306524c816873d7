package io.millrace.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which version of an object an edit is for: {@code version} in the body, else {@code If-Match}; {@code *} is any. */
public final class ExpectedVersion {

    private static final Pattern IF_MATCH = Pattern.compile("\\s*(?:W/)?\"?([0-9]{1,18})\"?\\s*");
    private static final String EXPECTED = "a version, as an answer showed it";

    private ExpectedVersion() {}

    /** Empty for the newest one. */
    public static OptionalLong of(Call call, ObjectReader body, Faults faults) {
        JsonNode inBody = body.any("version");
        if (inBody != null) {
            if (!inBody.isIntegralNumber() || !inBody.canConvertToLong() || inBody.longValue() < 0) {
                faults.wrongType("/version", inBody, EXPECTED);
                return OptionalLong.empty();
            }
            return OptionalLong.of(inBody.longValue());
        }
        Optional<String> header =
                call.header("if-match").filter(text -> !text.strip().equals("*"));
        if (header.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher matcher = IF_MATCH.matcher(header.get());
        if (!matcher.matches()) {
            faults.invalid("If-Match", TextNode.valueOf(header.get()), EXPECTED);
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)));
    }

    /**
     * The edit is for another version than the object has.
     *
     * @param what the kind of object, with its article
     */
    public static ProblemException conflict(String what, long expected, long found) {
        return new Problem(
                        409,
                        "version_conflict",
                        what + " has version " + found + ", the edit is for version " + expected,
                        List.of(),
                        List.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("expected_version", expected)
                                .put("current_version", found)))
                .exception();
    }
}
