package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void rateAndRemainingTime() {
        assertThat(Progress.rowsAndRate(1_500_000, Duration.ofSeconds(30))).isEqualTo("1,500,000 rows, 50,000 rows/s");
        assertThat(Progress.shareAndRest(250, 1_000, Duration.ofSeconds(30))).isEqualTo(", 25 %, 1:30 remaining");
        assertThat(Progress.shareAndRest(250, -1, Duration.ofSeconds(30))).isEmpty();
    }
}
