package io.millrace.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogFileTest {

    @AfterEach
    void logAsBefore() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void whatClientsGarbleDoesNotFillTheLog(@TempDir Path folder) throws Exception {
        Path file = LogFile.start(folder, List.of());

        LoggerFactory.getLogger("org.eclipse.jetty.util.HostPort").warn("Bad Authority: [from a client]");
        LoggerFactory.getLogger("org.eclipse.jetty.http.HttpParser").warn("multiple Host headers [from a client]");
        LoggerFactory.getLogger("org.eclipse.jetty.server.Server").warn("a fault of ours");

        assertThat(Files.readString(file)).contains("a fault of ours").doesNotContain("from a client");
    }
}
