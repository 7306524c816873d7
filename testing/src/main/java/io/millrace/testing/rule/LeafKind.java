package io.millrace.testing.rule;

/** Every form a condition can have; each is made up equally often. */
public enum LeafKind {
    TRAIT_EQUAL,
    TRAIT_ORDER,
    TRAIT_CONTAINS,
    TRAIT_IN,
    TRAIT_EXISTS,
    TRAIT_DATE,
    TRAIT_DATE_ORDER,
    HELD,
    SCORE,
    TAG,
    SEGMENT,
    SUBSCRIPTION,
    COUNT,
    COUNT_WHERE,
    SUM,
    AVG,
    MIN,
    MAX,
    DISTINCT,
    AGE,
    LAST_WHERE,
    NOT_FOLLOWED_BY,
    SEQUENCE,
    BUCKET
}
