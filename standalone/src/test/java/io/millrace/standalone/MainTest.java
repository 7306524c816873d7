package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine millrace =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void helpListsTheCommands() {
        assertThat(millrace.execute("help")).isZero();
        assertThat(out.toString())
                .contains("Usage: millrace")
                .containsSubsequence("\n  up ", "\n  import ", "\n  tail ", "\n  sql ", "\n  verify ", "\n  doctor ")
                .containsSubsequence("\n  doctor ", "\n  demo ", "\n  version ", "\n  help ");
    }

    @Test
    void nothingToDoIsAMistakeThatShowsTheHelp() {
        assertThat(millrace.execute()).isEqualTo(2);
        assertThat(err.toString()).contains("Say what to do", "Usage: millrace");
    }

    @Test
    void anUnknownCommandIsAMistake() {
        assertThat(millrace.execute("down")).isEqualTo(2);
        assertThat(err.toString()).contains("'down'");
    }

    @Test
    void theVersionIsSaid() {
        assertThat(millrace.execute("version")).isZero();
        assertThat(out.toString()).startsWith("Millrace ");
    }
}
