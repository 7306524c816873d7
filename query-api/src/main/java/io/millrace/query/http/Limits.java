package io.millrace.query.http;

import io.millrace.clickhouse.ClickHouseException;
import io.millrace.query.request.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * The bounds of a statement as people are told of them. ClickHouse keeps them; here its refusals are worded.
 *
 * @param rows how many rows an answer may have
 */
public record Limits(Duration time, long memoryBytes, long rows) {

    private static final int TOO_MANY_ROWS = 158;
    private static final int TIMEOUT_EXCEEDED = 159;
    private static final int TOO_SLOW = 160;
    private static final int MEMORY_LIMIT_EXCEEDED = 241;
    private static final int TOO_MANY_ROWS_OR_BYTES = 396;
    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    /** The bound that a statement met, if that is what ended it. */
    public Optional<Problem> met(ClickHouseException refused) {
        return switch (refused.code()) {
            case TIMEOUT_EXCEEDED, TOO_SLOW -> Optional.of(needed("time", time.toSeconds() + " s"));
            case MEMORY_LIMIT_EXCEEDED -> Optional.of(needed("memory", memory(refused)));
            case TOO_MANY_ROWS, TOO_MANY_ROWS_OR_BYTES ->
                Optional.of(Problem.limitExceeded(
                        "rows", rows + " rows", "the answer has more than " + rows + " rows; ask for fewer"));
            default -> Optional.empty();
        };
    }

    private static Problem needed(String limit, String bound) {
        return Problem.limitExceeded(
                limit, bound, "the query needed more than " + bound + "; ask for a shorter range or fewer groups");
    }

    /** All statements together have a bound too, which is the server's own. */
    private String memory(ClickHouseException refused) {
        if (String.valueOf(refused.getMessage()).contains("(total)")) {
            return "what the server has left";
        }
        BigDecimal megabytes = BigDecimal.valueOf(memoryBytes).divide(MEGABYTE);
        return megabytes.compareTo(THOUSAND) < 0 ? plain(megabytes) + " MB" : plain(megabytes.divide(THOUSAND)) + " GB";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
