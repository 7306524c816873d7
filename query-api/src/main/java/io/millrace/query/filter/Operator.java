package io.millrace.query.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a filter compares a field, as requests spell it. */
enum Operator {
    EQ(Takes.VALUE),
    NEQ(Takes.VALUE),
    GT(Takes.VALUE),
    GTE(Takes.VALUE),
    LT(Takes.VALUE),
    LTE(Takes.VALUE),
    CONTAINS(Takes.VALUE),
    NOT_CONTAINS(Takes.VALUE),
    IN(Takes.LIST),
    NOT_IN(Takes.LIST),
    EXISTS(Takes.NOTHING),
    NOT_EXISTS(Takes.NOTHING),
    WITHIN_LAST(Takes.DURATION),
    WITHIN_NEXT(Takes.DURATION),
    OLDER_THAN(Takes.DURATION);

    /** What stands in {@code value}. */
    enum Takes {
        VALUE,
        LIST,
        NOTHING,
        DURATION
    }

    private final Takes takes;

    Operator(Takes takes) {
        this.takes = takes;
    }

    Takes takes() {
        return takes;
    }

    /** Whether the opposite of another operator is meant: then it holds for what is absent. */
    boolean negated() {
        return this == NEQ || this == NOT_CONTAINS || this == NOT_IN || this == NOT_EXISTS;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Operator> parse(String text) {
        return Arrays.stream(values())
                .filter(operator -> operator.text().equals(text))
                .findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(Operator::text).collect(Collectors.joining(", "));
    }
}
