package io.millrace.core.rule;

/**
 * How large a rule may be.
 *
 * @param conditions leaves in the tree, those of {@code where} and of sequence steps included
 * @param depth of nested groups
 * @param bytes of its JSON text, written without blanks
 * @param listValues of {@code in} and {@code not_in}
 * @param countMax the greatest threshold of a windowed count: so many times are kept per contact
 */
public record RuleLimits(int conditions, int depth, int bytes, int listValues, long countMax) {

    public static final RuleLimits DEFAULT = new RuleLimits(200, 10, 64 * 1024, 1_000, 10_000);

    public RuleLimits {
        if (conditions < 1 || depth < 1 || bytes < 2 || listValues < 1 || countMax < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
