package io.millrace.query.question;

import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.Set;

/** A kind of analytics query: it reads the fields its types know and makes the question of them. Thread-safe. */
public interface QuestionType {

    /** The values of {@code type} that it answers. */
    Set<String> names();

    /**
     * Reads a query of one of these types, to its last field: unknown ones are faults too. {@code type} and {@code format}
     * have been read.
     *
     * @return empty, with faults, if anything is wrong with it
     */
    Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges);
}
