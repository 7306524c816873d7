package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.settings.Env;
import io.millrace.query.http.Body;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer to a scenario; single quotes stand for double ones. */
record Simulated(JsonNode answer) {

    private static final SimulateHandler HANDLER = handler(SimulateSettings.from(new Env(Map.of())));

    static SimulateHandler handler(SimulateSettings settings) {
        return new SimulateHandler(settings, new Turns(settings));
    }

    static Simulated of(String scenario) {
        return new Simulated(json(HANDLER.answer(call(scenario))));
    }

    static JsonNode json(Reply reply) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Body body = reply.body()) {
            body.writeTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.parse(text.toByteArray());
    }

    /** What is wrong with a scenario, a line each: the place, what was found, what is expected. */
    static List<String> refused(String scenario) {
        try {
            HANDLER.answer(call(scenario));
        } catch (ProblemException e) {
            return e.problem().faults().stream()
                    .map(fault -> fault.field() + " | " + fault.found() + " | " + fault.expected())
                    .toList();
        }
        throw new AssertionError("the scenario was taken");
    }

    static Problem problem(SimulateHandler handler, String scenario) {
        try {
            handler.answer(call(scenario));
        } catch (ProblemException e) {
            return e.problem();
        }
        throw new AssertionError("the scenario was taken");
    }

    static Call call(String scenario) {
        return new Call(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                scenario.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                Instant.EPOCH);
    }

    /** Lines of month-day and time, contact, + or - and segment, cause. */
    List<String> transitions() {
        List<String> lines = new ArrayList<>();
        answer.path("transitions")
                .forEach(change -> lines.add(shortened(change.path("at").asText()) + " "
                        + change.path("contact").asText() + " "
                        + (change.path("change").asText().equals("entered") ? "+" : "-")
                        + change.path("segment").asText() + " "
                        + change.path("cause").asText()));
        return lines;
    }

    List<String> members(String checkpoint, String segment) {
        List<String> names = new ArrayList<>();
        answer.path("members").path(checkpoint).path(segment).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Without the year and the Z, and without milliseconds if there are none. */
    private static String shortened(String instant) {
        return instant.substring(5, 23).replace(".000", "");
    }
}
