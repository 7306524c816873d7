package io.millrace.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void htmlBecomesLinesWithItsLinks() {
        assertThat(
                        PlainText.of(
                                """
                                <html><head><title>T</title><style>p { x: y }</style></head>
                                <body><p>Hi&nbsp;Ada &amp; Bob,</p>
                                <p>see <a href="https://example.com/a">this</a><br>now</p></body></html>
                                """))
                .isEqualTo("Hi Ada & Bob,\nsee this (https://example.com/a)\nnow");
    }

    @Test
    void plainTextBecomesParagraphs() {
        assertThat(PlainText.toHtml("Hi <Ada>\nline\n\nend"))
                .isEqualTo("<!doctype html><html><body><p>Hi &lt;Ada&gt;<br>line</p><p>end</p></body></html>");
    }

    @Test
    void partsThatAreNeverClosedCostNoMoreThanOthers() {
        for (String part : new String[] {"<!--", "<script>", "<a href=\"x\">", "<"}) {
            String html = "seen" + part.repeat(300_000);

            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> assertThat(PlainText.of(html)).startsWith("seen"));
        }
    }
}
