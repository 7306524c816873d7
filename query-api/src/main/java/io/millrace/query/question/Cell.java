package io.millrace.query.question;

import java.math.BigInteger;
import java.util.List;

/** One number of an answer, by its place. */
public interface Cell {

    /** The contacts behind the number, by their numbers: ascending, each once. */
    List<BigInteger> contacts(Scope scope);
}
