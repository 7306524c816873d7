package io.millrace.core.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Typed reading of environment variables; a value that cannot be read says its name, what was found and what is
 * expected. An empty variable counts as unset.
 */
public record Env(Map<String, String> variables) {

    public Env {
        variables = Map.copyOf(variables);
    }

    public static Env system() {
        return new Env(System.getenv());
    }

    /** A setting that cannot be used; the message is meant for the person who set it. */
    public static final class InvalidSettingException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        InvalidSettingException(String name, String found, String expected) {
            super(name + ": found \"" + found + "\", expected " + expected);
        }
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String text(String name, String defaultValue) {
        return text(name).orElse(defaultValue);
    }

    public int integer(String name, int defaultValue, int least, int most) {
        return (int) number(name, defaultValue, least, most);
    }

    public long number(String name, long defaultValue, long least, long most) {
        Optional<String> found = text(name);
        if (found.isEmpty()) {
            return defaultValue;
        }
        String expected = "a whole number from " + least + " to " + most;
        try {
            long value = Long.parseLong(found.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new InvalidSettingException(name, found.get(), expected);
        }
        throw new InvalidSettingException(name, found.get(), expected);
    }

    /** A port; 0 stands for a free one. */
    public int port(String name, int defaultValue) {
        return integer(name, defaultValue, 0, 65_535);
    }

    public boolean flag(String name, boolean defaultValue) {
        Optional<String> found = text(name);
        if (found.isEmpty()) {
            return defaultValue;
        }
        return switch (found.get()) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw new InvalidSettingException(name, found.get(), "true or false");
        };
    }

    public Duration millis(String name, Duration defaultValue, Duration least, Duration most) {
        return Duration.ofMillis(number(name, defaultValue.toMillis(), least.toMillis(), most.toMillis()));
    }
}
