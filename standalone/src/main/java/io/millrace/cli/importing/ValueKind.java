package io.millrace.cli.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a text becomes a JSON value. Digits stay as they are written. */
enum ValueKind {
    /** What reads as a JSON number is one, {@code true} and {@code false} are booleans, the rest is text. */
    AUTO {
        @Override
        String json(String field, String text) {
            if (text.equals("true")
                    || text.equals("false")
                    || JSON_NUMBER.matcher(text).matches()) {
                return text;
            }
            return quoted(text);
        }
    },
    TEXT {
        @Override
        String json(String field, String text) {
            return quoted(text);
        }
    },
    /** Also forgives a plus sign, leading zeros and a missing zero before or after the point. */
    NUMBER {
        @Override
        String json(String field, String text) throws UnfitValueException {
            String stripped = text.strip();
            if (JSON_NUMBER.matcher(stripped).matches()) {
                return stripped;
            }
            Matcher loose = LOOSE_NUMBER.matcher(stripped);
            if (!loose.matches() || loose.group(2).isEmpty() && group(loose, 3).isEmpty()) {
                throw new UnfitValueException(field, text, "a number");
            }
            String sign = loose.group(1).equals("-") ? "-" : "";
            String whole = loose.group(2).replaceFirst("^0+", "");
            String fraction = group(loose, 3);
            return sign
                    + (whole.isEmpty() ? "0" : whole)
                    + (fraction.isEmpty() ? "" : "." + fraction)
                    + group(loose, 4);
        }
    },
    BOOLEAN {
        @Override
        String json(String field, String text) throws UnfitValueException {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true", "t", "yes", "y", "1" -> "true";
                case "false", "f", "no", "n", "0" -> "false";
                default -> throw new UnfitValueException(field, text, "true or false");
            };
        }
    },
    JSON {
        @Override
        String json(String field, String text) throws UnfitValueException {
            try {
                STRICT.readTree(text);
                return text;
            } catch (JsonProcessingException e) {
                throw new UnfitValueException(field, text, "JSON");
            }
        }
    };

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern LOOSE_NUMBER = Pattern.compile("([+-]?)([0-9]*)(?:\\.([0-9]*))?([eE][+-]?[0-9]+)?");
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The JSON of a text that is not empty; {@code field} is named if it does not fit. */
    abstract String json(String field, String text) throws UnfitValueException;

    private static String group(Matcher matcher, int group) {
        String found = matcher.group(group);
        return found == null ? "" : found;
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    static Optional<ValueKind> named(String name) {
        for (ValueKind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
