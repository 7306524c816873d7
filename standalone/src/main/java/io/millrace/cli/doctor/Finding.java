package io.millrace.cli.doctor;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a check found.
 *
 * @param next what to do about it, empty if nothing
 */
record Finding(Level level, String subject, String found, String next) {

    enum Level {
        /** As it should be. */
        OK,
        /** It works, but not well or not everywhere. */
        WARN,
        /** Millrace does not work like this. */
        FAIL
    }

    static Finding ok(String subject, String found) {
        return new Finding(Level.OK, subject, found, "");
    }

    static Finding warn(String subject, String found, String next) {
        return new Finding(Level.WARN, subject, found, next);
    }

    static Finding fail(String subject, String found, String next) {
        return new Finding(Level.FAIL, subject, found, next);
    }

    void print(PrintWriter out) {
        out.printf("%-4s  %-12s  %s%n", level.name().toLowerCase(Locale.ROOT), subject, found);
        if (!next.isEmpty()) {
            out.printf("%-4s  %-12s  -> %s%n", "", "", next);
        }
    }
}
