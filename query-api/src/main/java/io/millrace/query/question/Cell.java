package io.millrace.query.question;

import io.millrace.core.rule.Rule;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** One number of an answer, by its place. */
@FunctionalInterface
public interface Cell {

    /** The contacts behind the number, by their numbers: ascending, each once. */
    List<BigInteger> contacts(Scope scope);

    /** The rule of segments that means exactly these contacts; empty where there is none. */
    default Optional<Rule> rule() {
        return Optional.empty();
    }
}
