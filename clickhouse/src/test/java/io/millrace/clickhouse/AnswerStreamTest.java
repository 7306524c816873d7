package io.millrace.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {

    private final IOException broken = new IOException("broken");
    private static final String FAILURE =
            "\r\n__exception__\r\nabcd\r\nCode: 395. DB::Exception: too many\n34 abcd\r\n__exception__\r\n";

    @Test
    void aFailureBehindTheRowsIsFound() throws IOException {
        AnswerStream body = read("x".repeat(40_000) + FAILURE);

        assertThat(body.failure(broken)).hasValueSatisfying(failure -> {
            assertThat(failure.code()).isEqualTo(395);
            assertThat(failure).hasMessage("Code: 395. DB::Exception: too many").hasCause(broken);
        });
    }

    @Test
    void aStreamThatMerelyBrokeHasNone() throws IOException {
        assertThat(read("x".repeat(40_000)).failure(broken)).isEmpty();
        assertThat(read("").failure(broken)).isEmpty();
    }

    private static AnswerStream read(String text) throws IOException {
        AnswerStream body = new AnswerStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(body.read()).isEqualTo(text.isEmpty() ? -1 : text.charAt(0));
        body.readAllBytes();
        return body;
    }
}
