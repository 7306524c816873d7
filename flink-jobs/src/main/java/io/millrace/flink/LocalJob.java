package io.millrace.flink;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job that runs in this process.
 *
 * @param healthCheck the name of its health check
 * @param waiting what is to be had no sooner than its next checkpoint, for people
 */
record LocalJob(
        String name,
        String healthCheck,
        String waiting,
        Configuration settings,
        Duration checkpointInterval,
        Consumer<StreamExecutionEnvironment> topology) {

    static LocalJob of(EventJobConfig job) {
        return new LocalJob(
                EventJob.NAME,
                "event_job",
                "events wait to be stored",
                FlinkSettings.of(job),
                job.checkpointInterval(),
                env -> EventJob.build(env, job));
    }

    static LocalJob of(AudienceJobConfig job) {
        return new LocalJob(
                AudienceJob.NAME,
                "audience_job",
                "contacts and segments stand still",
                FlinkSettings.of(job),
                job.checkpointInterval(),
                env -> AudienceJob.build(env, job));
    }
}
