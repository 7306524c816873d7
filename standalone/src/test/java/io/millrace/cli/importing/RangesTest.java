package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.importing.Ranges.Range;
import org.junit.jupiter.api.Test;

class RangesTest {

    @Test
    void neighboursAndOverlapsBecomeOne() {
        Ranges ranges = new Ranges();
        ranges.add(11, 20);
        ranges.add(31, 40);
        ranges.add(1, 10);
        assertThat(ranges.ranges()).containsExactly(new Range(1, 20), new Range(31, 40));

        ranges.add(15, 35);
        assertThat(ranges.ranges()).containsExactly(new Range(1, 40));
        assertThat(ranges.size()).isEqualTo(40);

        ranges.add(50, 50);
        ranges.add(5, 6);
        assertThat(ranges.ranges()).containsExactly(new Range(1, 40), new Range(50, 50));
        assertThat(ranges.contains(40)).isTrue();
        assertThat(ranges.contains(41)).isFalse();
        assertThat(ranges.contains(50)).isTrue();
    }
}
