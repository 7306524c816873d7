package io.millrace.query.question;

import io.millrace.query.request.Answer;
import io.millrace.query.request.ObjectReader;
import java.util.Optional;

/** A question that has been read and found right. Thread-safe. */
public interface Asked {

    Answer answer(Scope scope);

    /**
     * Reads a number of the answer by its place in it, to its last field.
     *
     * @return empty, with faults, if the answer has no such place
     */
    Optional<Cell> cell(ObjectReader cell);
}
