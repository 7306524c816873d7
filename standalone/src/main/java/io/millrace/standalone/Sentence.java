package io.millrace.standalone;

import io.millrace.clickhouse.ClickHouseUnavailableException;
import io.millrace.clickhouse.SchemaMismatchException;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseException;
import io.millrace.core.settings.Env.InvalidSettingException;
import io.millrace.embedded.kafka.EmbeddedKafkaException;
import io.millrace.standalone.folder.DataFolderException;
import io.millrace.standalone.key.KeySettingException;
import io.millrace.streams.TopicAdmin.TopicException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person is told when a start fails. */
final class Sentence {

    private static final Logger LOG = LoggerFactory.getLogger(Sentence.class);

    /** These are written for people; the rest is shown as what it is, with the way to the log. */
    private static final List<Class<? extends RuntimeException>> PLAIN = List.of(
            StartFailure.class,
            DataFolderException.class,
            KeySettingException.class,
            InvalidSettingException.class,
            EmbeddedKafkaException.class,
            EmbeddedClickHouseException.class,
            ClickHouseUnavailableException.class,
            SchemaMismatchException.class,
            TopicException.class);

    private Sentence() {}

    static String of(Exception thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        if (PLAIN.stream().anyMatch(cause.getClass()::equals)) {
            // Not an error to the log: until the data folder is open the log is the terminal, which has the sentence.
            LOG.info("The start failed", cause);
            return message;
        }
        LOG.error("The start failed", cause);
        return "the start failed: " + cause.getClass().getSimpleName() + ": " + message
                + "; the log in the data folder says more.";
    }
}
