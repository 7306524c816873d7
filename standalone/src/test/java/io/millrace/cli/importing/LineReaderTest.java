package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.importing.LineReader.Line;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void linesOfAnyLengthAcrossTheBuffersEnd() throws IOException {
        String longLine = "x".repeat(200_000);
        assertThat(lines("a\n\n" + longLine + "\r\nlast"))
                .containsExactly(
                        new Line(1, "a", false),
                        new Line(2, "", false),
                        new Line(3, longLine, false),
                        new Line(4, "last", false));
    }

    @Test
    void anEndOfLineAtTheBuffersEndIsOneEnd() throws IOException {
        String filling = "y".repeat(64 * 1024 - 1);
        assertThat(lines(filling + "\nnext\n"))
                .containsExactly(new Line(1, filling, false), new Line(2, "next", false));
        String whole = "z".repeat(64 * 1024);
        assertThat(lines(whole + "\nnext")).containsExactly(new Line(1, whole, false), new Line(2, "next", false));
    }

    @Test
    void aLineThatIsTooLongIsCutAndTheNextOneIsRight() throws IOException {
        List<Line> lines = lines("v".repeat(LineReader.LINE_CHARS_MAX + 70_000) + "\nnext\n");

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).cut()).isTrue();
        assertThat(lines.get(0).text()).hasSize(LineReader.LINE_CHARS_MAX);
        assertThat(lines.get(1)).isEqualTo(new Line(2, "next", false));
    }

    private static List<Line> lines(String text) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(new StringReader(text))) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
