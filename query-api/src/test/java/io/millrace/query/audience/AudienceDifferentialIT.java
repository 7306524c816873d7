package io.millrace.query.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Made-up rules over made-up histories: the engine and SQL say the same of every contact, and would not if either were
 * wrong in a detail. A longer run over others: {@code -Dmillrace.test.differential.batches=100
 * -Dmillrace.test.differential.seed=…}.
 */
class AudienceDifferentialIT {

    private static final int BATCHES = Integer.getInteger("millrace.test.differential.batches", 7);
    /** A mistake shows where an answer hangs on it, which not every batch has. */
    private static final int BATCHES_FOR_A_MISTAKE = 40;

    /** A build fails by what was changed, not by luck; a longer run is given seeds of its own. */
    private static final long SEED = Long.getLong("millrace.test.differential.seed", 1001);

    @Test
    void engineAndSqlAgree() {
        System.out.println("AudienceDifferentialIT: seed " + SEED);
        int pairs = 0;
        long judgements = 0;
        long held = 0;
        long leftOut = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            DifferentialBatch.Findings findings;
            try (DifferentialBatch made = new DifferentialBatch(SEED + batch * 1_000L)) {
                findings = made.compare(UnaryOperator.identity());
                assertThat(made.compareExplanations()).as(of(batch)).isEmpty();
            }
            assertThat(findings.differences()).as(of(batch)).isEmpty();
            pairs += findings.pairs();
            judgements += findings.judgements();
            held += findings.held();
            leftOut += findings.leftOut();
        }
        System.out.println("AudienceDifferentialIT: agreed on " + pairs + " pairs of rule and history, in " + judgements
                + " judgements, " + held + " of them true; left out " + leftOut);
        assertThat(pairs).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void aWindowThatIsAMillisecondTooLongIsFound() {
        assertFound(sql -> sql.replace("timestamp > fromUnix", "timestamp >= fromUnix"));
    }

    @Test
    void anInstantThatLeavesOutWhatHappensAtItIsFound() {
        assertFound(sql -> sql.replace("timestamp <= fromUnix", "timestamp < fromUnix"));
    }

    @Test
    void negationsThatNeedAValueAreFound() {
        // What neq would be if it looked for rows that differ, instead of at everybody but those that equal.
        Pattern neq = Pattern.compile(
                "\\(contact NOT IN \\((SELECT contact FROM \\(SELECT contact, json.*?HAVING argMax\\()(.*?)(, place\\)\\)\\))",
                Pattern.DOTALL);
        assertFound(sql -> neq.matcher(sql).replaceAll("(contact IN ($1NOT ($2)$3"));
    }

    /** That a mistake in the SQL is noticed. */
    private static void assertFound(UnaryOperator<String> mistake) {
        int batch = 0;
        while (batch < BATCHES_FOR_A_MISTAKE
                && findings(batch, mistake).differences().isEmpty()) {
            batch++;
        }
        assertThat(batch).as("batches that did not notice, of seed " + SEED).isLessThan(BATCHES_FOR_A_MISTAKE);
    }

    private static String of(int batch) {
        return "seed " + SEED + ", batch " + batch;
    }

    private static DifferentialBatch.Findings findings(int batch, UnaryOperator<String> change) {
        try (DifferentialBatch made = new DifferentialBatch(SEED + batch * 1_000L)) {
            return made.compare(change);
        }
    }
}
