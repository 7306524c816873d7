package io.millrace.query.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimeBinsTest {

    @Test
    void theSlowestIsInTheBinAfterTheLastThatWasAskedFor() {
        TimeBins bins = TimeBins.of(seconds(10, 20, 40), List.of(), 3);

        assertThat(bins).isEqualTo(new TimeBins(10_000, 10_000, 4));
        assertThat(bins.of(40_000)).isEqualTo(3);
    }

    @Test
    void aGroupsTimesOutsideThoseOfAllAreInBinsToo() {
        TimeBins bins = TimeBins.of(seconds(100, 200), List.of(seconds(100, 500), seconds(50)), 3);

        // From 50 to 500 in three parts of 150 seconds, and one more for the slowest.
        assertThat(bins).isEqualTo(new TimeBins(50_000, 150_000, 4));
        assertThat(bins.of(50_000)).isZero();
        assertThat(bins.of(500_000)).isEqualTo(3);
    }

    @Test
    void whoConvertsInAGroupOnlyIsInABinToo() {
        TimeBins bins = TimeBins.of(seconds(), List.of(seconds(7), seconds()), 0);

        assertThat(bins).isEqualTo(new TimeBins(7_000, 60_000, 2));
    }

    @Test
    void withoutTimesThereAreNoBins() {
        assertThat(TimeBins.of(seconds(), List.of(seconds()), 5).count()).isZero();
    }

    private static Durations seconds(long... seconds) {
        Durations times = new Durations();
        LongStream.of(seconds).map(second -> second * 1000).forEach(times::add);
        return times;
    }
}
