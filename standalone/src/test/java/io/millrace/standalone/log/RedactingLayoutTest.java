package io.millrace.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactingLayoutTest {

    @Test
    void noKeyReachesTheLog() {
        LoggerContext context = new LoggerContext();
        RedactingLayout layout = new RedactingLayout(List.of("shop", "shopkeeper"));
        layout.setContext(context);
        layout.setPattern("%msg%n%ex{short}");
        layout.start();
        LoggingEvent event = new LoggingEvent(
                "test",
                context.getLogger("test"),
                Level.WARN,
                "shopkeeper sent mr_wk_abc234 to /v1/batch?writeKey=shop",
                new IllegalStateException("mr_sk_zzz"),
                new Object[0]);

        assertThat(layout.doLayout(event))
                .contains("[key] sent [key] to /v1/batch?writeKey=[key]")
                .contains("IllegalStateException: [key]");
    }
}
