package io.millrace.query;

/** The seed of a test with generated histories: the same in every build, so that a build that fails fails again. */
public final class OracleSeed {

    private static final long DEFAULT = 20_260_301;

    private OracleSeed() {}

    /** Prints the seed, so that a run with another one, by {@code -Dmillrace.oracle.seed}, can be repeated. */
    public static long of(String oracle) {
        long seed = Long.getLong("millrace.oracle.seed", DEFAULT);
        System.out.println(oracle + " oracle: -Dmillrace.oracle.seed=" + seed);
        return seed;
    }
}
