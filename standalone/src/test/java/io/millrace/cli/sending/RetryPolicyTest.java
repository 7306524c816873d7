package io.millrace.cli.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.client.IngestAnswer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private static final RetryPolicy POLICY =
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 429, 500, 502, 503, 504})
    void whatMayPassIsRepeated(int status) {
        assertThat(POLICY.next(answer(status), 1, Duration.ZERO, 1)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 413, 431})
    void whatStaysIsNot(int status) {
        assertThat(POLICY.next(answer(status), 1, Duration.ZERO, 1)).isEmpty();
    }

    @Test
    void waitsDoubleUpToTheLongestAndAreSpread() {
        assertThat(POLICY.next(answer(503), 1, Duration.ZERO, 1)).contains(Duration.ofSeconds(1));
        assertThat(POLICY.next(answer(503), 3, Duration.ZERO, 1)).contains(Duration.ofSeconds(4));
        assertThat(POLICY.next(answer(503), 3, Duration.ZERO, 0)).contains(Duration.ofSeconds(2));
        assertThat(POLICY.next(answer(503), 60, Duration.ZERO, 1)).contains(Duration.ofSeconds(10));
    }

    @Test
    void retryAfterWins() {
        IngestAnswer busy = new IngestAnswer(429, "rate_limited", "", Optional.of(Duration.ofSeconds(7)));
        assertThat(POLICY.next(busy, 1, Duration.ZERO, 0)).contains(Duration.ofSeconds(7));
    }

    @Test
    void itGivesUpBeforeAWaitThatWouldEndTooLate() {
        assertThat(POLICY.next(answer(503), 1, Duration.ofSeconds(59), 1)).contains(Duration.ofSeconds(1));
        assertThat(POLICY.next(answer(503), 1, Duration.ofSeconds(60), 1)).isEmpty();
    }

    private static IngestAnswer answer(int status) {
        return new IngestAnswer(status, "", "", Optional.empty());
    }
}
