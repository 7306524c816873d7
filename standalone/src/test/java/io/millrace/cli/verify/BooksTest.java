package io.millrace.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.FakeInstance;
import io.millrace.cli.Ran;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BooksTest {

    @Test
    void everyKeyMustBalanceByItself() throws IOException {
        Books gapsThatCancelOut = books(
                """
                {"caught_up":true,"behind":0,"total":{"accepted":20,"stored":15,"duplicate":3,"rejected":2},"keys":[
                  {"key_id":"key_a","accepted":11,"stored":10,"duplicate":0,"rejected":0},
                  {"key_id":"key_b","accepted":9,"stored":5,"duplicate":3,"rejected":2}]}
                """);
        assertThat(gapsThatCancelOut.balanced()).isFalse();

        StringWriter text = new StringWriter();
        gapsThatCancelOut.print(new PrintWriter(text));
        assertThat(text.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "key accepted stored duplicate rejected",
                        "key_a 11 = 10 + 0 + 0 1 missing",
                        "key_b 9 = 5 + 3 + 2 1 too many",
                        "all keys 20 = 15 + 3 + 2 ok");
    }

    @Test
    void theEquationHolds() throws IOException {
        assertThat(books(
                                """
                {"total":{"accepted":20,"stored":15,"duplicate":3,"rejected":2},"keys":[
                  {"key_id":"key_a","accepted":20,"stored":15,"duplicate":3,"rejected":2}]}
                """)
                        .balanced())
                .isTrue();
    }

    @Test
    void aStreamThatIsBehindIsSaid() throws IOException {
        Books books = books(
                """
                {"as_of":"2026-03-01T08:00:02.000Z","caught_up":false,"behind":7,"keys":[],"total":{"accepted":2,"stored":2,"duplicate":0,"rejected":0}}
                """);
        StringWriter text = new StringWriter();
        books.print(new PrintWriter(text));

        assertThat(books.balanced()).isTrue();
        assertThat(books.caughtUp()).isFalse();
        assertThat(text.toString()).contains("arrived before 2026-03-01T08:00:02.000Z the stream has not passed 7");
    }

    @Test
    void theCommandAsksTheApi(@TempDir Path folder) throws IOException {
        try (FakeInstance instance = new FakeInstance()) {
            Ran ran = Ran.of(new VerifyCommand(new Env(instance.env(folder))), "--wait=0");
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out()).contains("all keys").contains("ok");
        }
    }

    @Test
    void loadThatGoesOnDoesNotHoldItUp(@TempDir Path folder) throws IOException {
        try (FakeInstance instance = new FakeInstance()) {
            instance.keepEventsComing();
            Ran ran = Ran.of(new VerifyCommand(new Env(instance.env(folder))), "--wait=10");
            assertThat(ran.exitCode()).isZero();
        }
    }

    private static Books books(String json) throws IOException {
        return Books.read(new ObjectMapper().readTree(json));
    }
}
