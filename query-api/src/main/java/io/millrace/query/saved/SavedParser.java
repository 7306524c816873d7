package io.millrace.query.saved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.SavedQuery;
import io.millrace.query.http.Call;
import io.millrace.query.http.ExpectedVersion;
import io.millrace.query.question.Asked;
import io.millrace.query.question.KnownSegments;
import io.millrace.query.question.QuestionParser;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what a request says of a saved query. The query stands under {@code query}, or its fields stand beside the name;
 * it is read by the parser of queries, so that what is saved can be asked. Thread-safe.
 */
final class SavedParser {

    private static final List<String> OWN = List.of("name", "description", "version");

    private final QuestionParser questions;
    private final KnownSegments segments;
    private final Shelf shelf;

    SavedParser(QuestionParser questions, KnownSegments segments, Shelf shelf) {
        this.questions = questions;
        this.segments = segments;
        this.shelf = shelf;
    }

    SavedDraft draft(Call call) {
        return read(call, true);
    }

    SavedDraft edit(Call call) {
        return read(call, false);
    }

    /** The question that a saved query is, with the parameters of the call set anew in it. */
    Asked asked(Call call, SavedQuery saved) {
        ObjectNode query = ((ObjectNode) saved.query()).deepCopy();
        List<String> set = shelf.overrides().stream()
                .filter(name -> call.parameter(name).isPresent())
                .toList();
        // The plus of an offset arrives as a space where a client did not encode it.
        set.forEach(name -> query.put(name, call.parameter(name).orElseThrow().replace(' ', '+')));
        Faults found = new Faults();
        Optional<Asked> asked = parse(call, query, "", found);
        Faults faults = new Faults();
        for (Fault fault : found.all()) {
            String place = fault.field().substring(Math.min(1, fault.field().length()));
            faults.add(
                    set.contains(place) ? place : fault.field(),
                    fault.reason(),
                    fault.found(),
                    fault.expected(),
                    fault.message());
        }
        faults.throwIfAny();
        segments.require(found.mentionedSegments(), call.ownWorkspace().id());
        return asked.orElseThrow(() -> new IllegalStateException("no question and no fault"));
    }

    private SavedDraft read(Call call, boolean whole) {
        Faults faults = new Faults();
        JsonNode json = Json.parse(call.body());
        ObjectReader body = ObjectReader.of(json, "", faults).orElse(null);
        faults.throwIfAny();
        if (body == null) {
            throw new IllegalStateException("no object and no fault");
        }
        Optional<String> name =
                whole || body.any("name") != null ? body.requiredText("name", "a name") : Optional.empty();
        Optional<String> description = body.text("description");
        OptionalLong version = ExpectedVersion.of(call, body, faults);
        checkLength("/name", name, SavedQuery.NAME_LENGTH_MAX, faults);
        checkLength("/description", description, SavedQuery.DESCRIPTION_LENGTH_MAX, faults);
        Optional<ObjectNode> query = query(call, body, (ObjectNode) json, faults);
        if (whole && query.isEmpty() && faults.isEmpty()) {
            faults.required("/query", "a query is needed, as it would be asked", "an object");
        }
        faults.throwIfAny();
        segments.require(faults.mentionedSegments(), call.ownWorkspace().id());
        return new SavedDraft(name, description, query, version);
    }

    private Optional<ObjectNode> query(Call call, ObjectReader body, ObjectNode json, Faults faults) {
        JsonNode inside = body.any("query");
        if (inside != null) {
            body.finish();
            if (!inside.isObject()) {
                faults.wrongType("/query", inside, "an object, a query as it would be asked");
                return Optional.empty();
            }
            return checked(call, (ObjectNode) inside, "/query", faults);
        }
        ObjectNode beside = json.deepCopy();
        beside.remove(OWN);
        beside.remove("query");
        return beside.isEmpty() ? Optional.empty() : checked(call, beside, "", faults);
    }

    private Optional<ObjectNode> checked(Call call, ObjectNode query, String pointer, Faults faults) {
        shelf.type().filter(type -> !query.hasNonNull("type")).ifPresent(type -> query.put("type", type));
        JsonNode type = query.get("type");
        if (shelf.type().isPresent()
                && type != null
                && !type.asText().equals(shelf.type().get())) {
            faults.invalid(pointer + "/type", type, shelf.type().get());
            return Optional.empty();
        }
        return parse(call, query, pointer, faults).map(asked -> query);
    }

    private Optional<Asked> parse(Call call, ObjectNode query, String pointer, Faults faults) {
        TimeRangeParser ranges = new TimeRangeParser(call.ownWorkspace().timezone(), call.at());
        return ObjectReader.of(query, pointer, faults).flatMap(reader -> questions.parse(reader, ranges));
    }

    private static void checkLength(String field, Optional<String> text, int most, Faults faults) {
        if (text.isPresent() && text.get().length() > most) {
            String expected = "up to " + most + " characters";
            faults.add(
                    field,
                    "out_of_range",
                    null,
                    expected,
                    "expected " + expected + ", found " + text.get().length());
        }
    }
}
