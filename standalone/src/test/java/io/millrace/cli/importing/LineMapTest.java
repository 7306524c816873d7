package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineMapTest {

    @Test
    void everyRowFindsItsLine() {
        LineMap map = new LineMap();
        long[] lines = {2, 3, 7, 8, 9, 500, 501, 100_000_000_000L};
        for (int i = 0; i < lines.length; i++) {
            map.add(i + 1, lines[i]);
        }
        for (int i = 0; i < lines.length; i++) {
            assertThat(map.line(i + 1)).isEqualTo(lines[i]);
        }
    }

    @Test
    void tenThousandRowsOfAnyHeight() {
        Random random = new Random(5);
        LineMap map = new LineMap();
        long[] lines = new long[10_000];
        long line = 1;
        for (int i = 0; i < lines.length; i++) {
            line += 1 + random.nextInt(4);
            lines[i] = line;
            map.add(i + 1, line);
        }
        for (int i = 0; i < lines.length; i += 37) {
            assertThat(map.line(i + 1)).isEqualTo(lines[i]);
        }
    }
}
