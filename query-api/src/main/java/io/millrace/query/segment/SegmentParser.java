package io.millrace.query.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.query.http.Call;
import io.millrace.query.http.ExpectedVersion;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.segment.SegmentDraft.Rules;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a request says of a segment; every fault is named. Thread-safe. */
final class SegmentParser {

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
        OptionalLong version = ExpectedVersion.of(call, body, faults);
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
