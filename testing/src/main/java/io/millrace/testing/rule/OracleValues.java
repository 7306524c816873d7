package io.millrace.testing.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.ValueTest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** How values compare, written a second time with other means than the product's. Absent is a missing node. */
final class OracleValues {

    private static final String JSON_NUMBER = "-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d{1,3})?";

    private OracleValues() {}

    static JsonNode at(JsonNode object, Path path) {
        return at(object, path.parts());
    }

    static JsonNode at(JsonNode object, List<String> path) {
        JsonNode value = path.isEmpty()
                ? object
                : object.isObject() ? at(object.path(path.get(0)), path.subList(1, path.size())) : null;
        return value == null || isAbsent(value) ? MissingNode.getInstance() : value;
    }

    static boolean isAbsent(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isEmpty())
                || (value.isObject()
                        && StreamSupport.stream(value.spliterator(), false).allMatch(OracleValues::isAbsent));
    }

    static Optional<BigDecimal> number(JsonNode value) {
        String text = value.isNumber() ? value.decimalValue().toString() : value.isTextual() ? value.textValue() : "";
        return text.matches(JSON_NUMBER) ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    static Optional<Long> date(JsonNode value) {
        Optional<BigDecimal> number = number(value);
        if (number.isPresent()) {
            boolean millis = number.get().abs().compareTo(new BigDecimal("1e12")) >= 0;
            return Optional.of((long) Math.floor(number.get().doubleValue() * (millis ? 1 : 1000)));
        }
        String text = value.isTextual() ? value.textValue().replace(' ', 'T') : "";
        return read(() -> OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME))
                .or(() -> read(() -> LocalDateTime.parse(text).atOffset(ZoneOffset.UTC)))
                .or(() -> read(() -> LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)))
                .map(time -> time.toInstant().toEpochMilli());
    }

    private static Optional<OffsetDateTime> read(java.util.function.Supplier<OffsetDateTime> reader) {
        try {
            return Optional.of(reader.get());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Of scalars; anything else equals nothing. */
    static boolean equal(JsonNode a, JsonNode b) {
        if (a.isContainerNode() || b.isContainerNode() || isAbsent(a) || isAbsent(b)) {
            return false;
        }
        return number(a).isPresent() && number(b).isPresent()
                ? number(a).get().compareTo(number(b).get()) == 0
                : a.asText().equals(b.asText());
    }

    /** Whether nothing could tell two values apart. */
    static boolean same(JsonNode a, JsonNode b) {
        return form(a).equals(form(b));
    }

    /** One form for values that are the same: numbers without trailing zeros, fields in order, nothing that is absent. */
    static Object form(JsonNode value) {
        if (isAbsent(value)) {
            return "absent";
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(OracleValues::form)
                    .toList();
        }
        if (value.isObject()) {
            var fields = new java.util.TreeMap<String, Object>();
            value.fields().forEachRemaining(field -> fields.put(field.getKey(), form(field.getValue())));
            fields.values().removeIf("absent"::equals);
            return fields;
        }
        return number(value).<Object>map(BigDecimal::stripTrailingZeros).orElse("text " + value.asText());
    }

    static boolean holds(ValueTest test, JsonNode value, long now, long heldSince) {
        return test.accept(new ValueTest.Visitor<Boolean>() {

            @Override
            public Boolean compare(ValueTest.Compare compare) {
                return switch (compare.comparison()) {
                    case EQ -> equal(value, compare.value());
                    case NEQ -> !equal(value, compare.value());
                    case GT, GTE, LT, LTE -> ordered(value, compare.comparison(), compare.value());
                };
            }

            @Override
            public Boolean contains(ValueTest.Contains contains) {
                return contains.negated() ^ isIn(contains.value(), value);
            }

            @Override
            public Boolean in(ValueTest.In in) {
                return in.negated() ^ in.values().stream().anyMatch(wanted -> equal(value, wanted));
            }

            @Override
            public Boolean exists(ValueTest.Exists exists) {
                return exists.negated() ^ !isAbsent(value);
            }

            @Override
            public Boolean date(ValueTest.DateWindow window) {
                return OracleValues.date(value)
                        .map(date -> aged(window.kind(), date, window.millis(), now))
                        .orElse(false);
            }

            @Override
            public Boolean held(ValueTest.Held held) {
                boolean longEnough = now - heldSince >= held.millis();
                return equal(value, held.value()) && longEnough == held.atLeast();
            }
        });
    }

    static boolean aged(ValueTest.DateWindow.Kind kind, long date, long millis, long now) {
        return switch (kind) {
            case WITHIN_LAST -> date <= now && now < date + millis;
            case WITHIN_NEXT -> date - millis <= now && now < date;
            case OLDER_THAN -> now >= date + millis;
        };
    }

    private static boolean ordered(JsonNode a, Comparison comparison, JsonNode b) {
        return ordered(a, comparison, b, OracleValues::number)
                .or(() -> ordered(a, comparison, b, OracleValues::date))
                .orElse(false);
    }

    private static <T extends Comparable<T>> Optional<Boolean> ordered(
            JsonNode a, Comparison comparison, JsonNode b, Function<JsonNode, Optional<T>> reader) {
        return reader.apply(a)
                .flatMap(left -> reader.apply(b).map(right -> compares(comparison, left.compareTo(right))));
    }

    static boolean compares(Comparison comparison, int sign) {
        return switch (comparison) {
            case EQ -> sign == 0;
            case NEQ -> sign != 0;
            case GT -> sign > 0;
            case GTE -> sign >= 0;
            case LT -> sign < 0;
            case LTE -> sign <= 0;
        };
    }

    private static boolean isIn(JsonNode part, JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false).anyMatch(element -> equal(element, part));
        }
        return value.isValueNode() && !isAbsent(value) && text(value).contains(text(part));
    }

    private static String text(JsonNode value) {
        return (value.isNumber() ? value.decimalValue().toPlainString() : value.asText()).toLowerCase(Locale.ROOT);
    }
}
