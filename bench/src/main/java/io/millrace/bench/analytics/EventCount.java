package io.millrace.bench.analytics;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of events: {@code 2000000} or {@code 2m}. */
final class EventCount implements ITypeConverter<Long> {

    private static final long MILLION = 1_000_000;

    @Override
    public Long convert(String text) {
        String digits = text.toLowerCase(Locale.ROOT).replace("_", "");
        try {
            return digits.endsWith("m")
                    ? Long.parseLong(digits.substring(0, digits.length() - 1)) * MILLION
                    : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("a number of events, like 2000000 or 2m, found " + text);
        }
    }
}
