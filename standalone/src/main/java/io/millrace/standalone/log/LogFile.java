package io.millrace.standalone.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Sends the log of this process to {@code millrace.log} in a folder, rolled by day and size, 14 days and 500 MB at most. */
public final class LogFile {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{30} %msg%n";

    /** Loggers that speak of the ordinary too much for a file that a person reads. */
    private static final Map<String, Level> QUIETER = Map.ofEntries(
            Map.entry("org.apache.kafka", Level.WARN),
            Map.entry("kafka", Level.WARN),
            Map.entry("state.change.logger", Level.WARN),
            Map.entry("org.apache.flink", Level.WARN),
            Map.entry("org.apache.pekko", Level.WARN),
            Map.entry("org.eclipse.jetty", Level.WARN),
            // They quote requests that nobody could read, a line for each: anyone could fill the log with it.
            Map.entry("org.eclipse.jetty.http.HttpParser", Level.ERROR),
            Map.entry("org.eclipse.jetty.util.HostPort", Level.ERROR),
            // Each start of a part is a try or two at what is not there yet.
            Map.entry("com.clickhouse.client.api.internal.HttpAPIClientHelper", Level.ERROR),
            Map.entry("org.apache.kafka.controller.QuorumController", Level.ERROR),
            Map.entry("org.apache.kafka.common.utils.AppInfoParser", Level.ERROR),
            // Flink's own committer registers a metric again with each checkpoint, and says so.
            Map.entry("org.apache.flink.metrics.MetricGroup", Level.ERROR),
            // What a cluster of machines would miss.
            Map.entry("org.apache.flink.runtime.security.token", Level.ERROR),
            Map.entry("org.apache.flink.runtime.webmonitor", Level.ERROR));

    private LogFile() {}

    /** Returns the file; from now on nothing is logged to the console. */
    public static Path start(Path folder, Collection<String> secrets) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Path file = folder.resolve("millrace.log");
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender(context, folder, file, secrets));
        root.setLevel(Level.INFO);
        QUIETER.forEach((name, level) -> context.getLogger(name).setLevel(level));
        return file;
    }

    private static RollingFileAppender<ILoggingEvent> appender(
            LoggerContext context, Path folder, Path file, Collection<String> secrets) {
        RedactingLayout layout = new RedactingLayout(secrets);
        layout.setContext(context);
        layout.setPattern(PATTERN);
        layout.start();

        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();

        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);

        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(
                folder.resolve("millrace-%d{yyyy-MM-dd}.%i.log.gz").toString());
        rolling.setMaxFileSize(FileSize.valueOf("50MB"));
        rolling.setMaxHistory(14);
        rolling.setTotalSizeCap(FileSize.valueOf("500MB"));
        rolling.start();

        appender.setRollingPolicy(rolling);
        appender.start();
        return appender;
    }
}
