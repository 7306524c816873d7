package io.millrace.query.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.segment.SegmentDraft.Rules;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a request says of a segment; every fault is named. Thread-safe. */
final class SegmentParser {

    private static final Pattern IF_MATCH = Pattern.compile("\\s*(?:W/)?\"?([0-9]{1,18})\"?\\s*");
    private static final Map<String, Boolean> HAND_KEPT = Map.of("dynamic", false, "static", true);

    private final RulesReader rulesReader;

    SegmentParser(RulesReader rulesReader) {
        this.rulesReader = rulesReader;
    }

    SegmentDraft draft(Call call) {
        Faults faults = new Faults();
        ObjectReader body = body(call, faults);
        String name = body.requiredText("name", "a name").orElse("");
        String description = body.text("description").orElse("");
        boolean handKept = body.choice("type", HAND_KEPT, false);
        Rules rules = rulesReader.read(body);
        JsonNode given = body.any("rules");
        if (handKept && given != null) {
            faults.notSupported("/rules", given, "a static segment has no rules, its members are set by hand");
        } else if (!handKept && given == null) {
            faults.required("/rules", "rules are needed, or \"type\": \"static\" for members set by hand");
        }
        body.finish();
        checkLengths(Optional.of(name), Optional.of(description), faults);
        faults.throwIfAny();
        return new SegmentDraft(name, description, rules);
    }

    SegmentEdit edit(Call call) {
        Faults faults = new Faults();
        ObjectReader body = body(call, faults);
        Optional<String> name = body.any("name") == null ? Optional.empty() : body.requiredText("name", "a name");
        Optional<String> description = body.text("description");
        Rules rules = rulesReader.read(body);
        OptionalLong version = version(call, body, faults);
        body.finish();
        checkLengths(name, description, faults);
        faults.throwIfAny();
        return new SegmentEdit(name.orElse(null), description.orElse(null), rules, version);
    }

    private static ObjectReader body(Call call, Faults faults) {
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        return body.orElseThrow();
    }

    /** The version in the body, else that of the header; {@code *} is any. */
    private static OptionalLong version(Call call, ObjectReader body, Faults faults) {
        JsonNode inBody = body.any("version");
        if (inBody != null) {
            if (!inBody.isIntegralNumber() || !inBody.canConvertToLong() || inBody.longValue() < 0) {
                faults.wrongType("/version", inBody, "a version, as an answer showed it");
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
            faults.invalid("If-Match", TextNode.valueOf(header.get()), "a version, as an answer showed it");
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)));
    }

    private static void checkLengths(Optional<String> name, Optional<String> description, Faults faults) {
        name.ifPresent(text -> checkLength("/name", text, SegmentDefinition.NAME_LENGTH_MAX, faults));
        description.ifPresent(
                text -> checkLength("/description", text, SegmentDefinition.DESCRIPTION_LENGTH_MAX, faults));
    }

    private static void checkLength(String field, String text, int most, Faults faults) {
        if (text.length() > most) {
            String expected = "up to " + most + " characters";
            faults.add(field, "out_of_range", null, expected, "expected " + expected + ", found " + text.length());
        }
    }
}
