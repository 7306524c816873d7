package io.millrace.core.rule;

import java.util.Locale;

/** The six comparisons. The order operators need numbers or dates on both sides, else they are false. */
public enum Comparison {
    EQ,
    NEQ,
    GT,
    GTE,
    LT,
    LTE;

    /** As rules spell it: {@code gte}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param order as of {@link Comparable#compareTo}, left against right */
    public boolean holds(int order) {
        return switch (this) {
            case EQ -> order == 0;
            case NEQ -> order != 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
        };
    }
}
