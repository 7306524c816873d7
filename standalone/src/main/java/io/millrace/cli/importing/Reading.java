package io.millrace.cli.importing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a source found next: a row, or lines that make none. */
sealed interface Reading {

    /** The line on which it begins, counted from 1. */
    long line();

    /** Lines that cannot be read, and why. */
    record Unreadable(long line, String problem) implements Reading {}

    /** A row with named fields, of a CSV record or of a JSON object. */
    non-sealed interface Row extends Reading {

        /** Which row it is, readable or not, counted from 1. */
        long number();

        Set<String> names();

        /** The field as text, null if it is absent, empty or null. */
        @Nullable
        String text(String name);

        /**
         * The field as JSON, null if it is absent, empty or null.
         *
         * @throws UnfitValueException if the value is not of that kind
         */
        @Nullable
        String json(String name, ValueKind kind) throws UnfitValueException;

        /** The row's own text, by which a message id tells rows apart. */
        String source();
    }
}
