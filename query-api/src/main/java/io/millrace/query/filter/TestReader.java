package io.millrace.query.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.rule.Values;
import io.millrace.query.request.Faults;
import io.millrace.query.time.Elapsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a field's value must be: an operator and the value it takes. What does not fit becomes a fault. */
final class TestReader {

    private static final int VALUES_MAX = 1_000;
    private static final String SCALAR = "a text, a number, true or false";

    private final String place;
    private final Faults faults;

    /** @param place the value's pointer */
    TestReader(String place, Faults faults) {
        this.place = place;
        this.faults = faults;
    }

    Optional<ValueTest> read(Operator operator, @Nullable JsonNode value) {
        if (operator.takes() == Operator.Takes.NOTHING) {
            if (value != null) {
                faults.add(place, "unknown_field", value, null, operator.text() + " takes no value");
                return Optional.empty();
            }
            return Optional.of(new ValueTest.Exists(operator.negated()));
        }
        if (value == null) {
            faults.required(place, operator.text() + " needs a value");
            return Optional.empty();
        }
        return switch (operator.takes()) {
            case DURATION -> date(operator, value);
            case LIST -> scalars(value).map(list -> new ValueTest.In(list, operator.negated()));
            default -> one(operator, value);
        };
    }

    /** Segments by their ids: a list, or one alone. */
    Optional<ValueTest> segments(boolean negated, @Nullable JsonNode value) {
        if (value == null) {
            faults.required(place, "the id of a segment is needed");
            return Optional.empty();
        }
        List<JsonNode> ids = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(ids::add);
        } else {
            ids.add(value);
        }
        if (ids.size() > VALUES_MAX || ids.stream().anyMatch(id -> !id.isTextual())) {
            faults.wrongType(place, value, "the id of a segment, or a list of up to " + VALUES_MAX);
            return Optional.empty();
        }
        ids.forEach(id -> faults.mentionsSegment(id.textValue()));
        return Optional.of(new ValueTest.In(ids, negated));
    }

    private Optional<ValueTest> one(Operator operator, JsonNode value) {
        if (!isScalar(value, place)) {
            return Optional.empty();
        }
        if (operator != Operator.CONTAINS && operator != Operator.NOT_CONTAINS) {
            return Optional.of(new ValueTest.Compare(Comparison.valueOf(operator.name()), value));
        }
        if (value.isTextual() && value.textValue().isEmpty()) {
            faults.invalid(place, value, "a text that is not empty, a number, true or false");
            return Optional.empty();
        }
        return Optional.of(new ValueTest.Contains(value, operator.negated()));
    }

    private Optional<ValueTest> date(Operator operator, JsonNode value) {
        Optional<Duration> duration = value.isTextual()
                ? Elapsed.parse(value.textValue()).filter(found -> !found.isZero())
                : Optional.empty();
        if (duration.isEmpty()) {
            faults.invalid(place, value, Elapsed.EXPECTED);
        }
        return duration.map(found ->
                new ValueTest.DateWindow(ValueTest.DateWindow.Kind.valueOf(operator.name()), found.toMillis()));
    }

    private Optional<List<JsonNode>> scalars(JsonNode value) {
        if (!value.isArray() || value.size() > VALUES_MAX) {
            faults.wrongType(place, value, "a list of up to " + VALUES_MAX + " values");
            return Optional.empty();
        }
        List<JsonNode> scalars = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            if (!isScalar(value.get(i), place + "/" + i)) {
                return Optional.empty();
            }
            scalars.add(value.get(i));
        }
        return Optional.of(scalars);
    }

    private boolean isScalar(JsonNode value, String pointer) {
        if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
            faults.wrongType(pointer, value, SCALAR);
            return false;
        }
        if (value.isNumber() && Values.numberOf(value).isEmpty()) {
            faults.invalid(pointer, value, "a number of at most 400 digits, below 10^300");
            return false;
        }
        return true;
    }
}
