package io.millrace.standalone;

import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.flink.AudienceJob;
import io.millrace.flink.AudienceJobConfig;
import io.millrace.flink.EventJob;
import io.millrace.flink.EventJobConfig;
import io.millrace.flink.LocalFlink;
import io.millrace.flink.LocalFlinkConfig;
import io.millrace.standalone.folder.DataFolder;
import java.util.concurrent.CompletableFuture;

/**
 * EventJob and AudienceJob, here or on somebody else's Flink.
 *
 * @param flinkUrl of Flink's REST interface; here that of EventJob's Flink
 */
record Jobs(HealthCheck events, HealthCheck audience, String flinkUrl) {

    static Jobs start(StandaloneSettings settings, Env env, DataFolder folder, Stores stores, Parts parts)
            throws Exception {
        if (settings.flinkUrl().isPresent()) {
            String url = settings.flinkUrl().get();
            return new Jobs(
                    parts.own("EventJob's health", FlinkHealth.of(url, EventJob.NAME, "event_job")),
                    parts.own("AudienceJob's health", FlinkHealth.of(url, AudienceJob.NAME, "audience_job")),
                    url);
        }
        LocalFlinkConfig eventFlink = LocalFlinkConfig.from(env, folder.flink());
        EventJobConfig eventJob = EventJobConfig.from(env, stores.kafka(), stores.clickhouse(), eventFlink.spill());
        LocalFlinkConfig audienceFlink =
                LocalFlinkConfig.forAudience(env, folder.flink().resolve(AudienceJob.NAME));
        AudienceJobConfig audienceJob =
                AudienceJobConfig.from(env, stores.kafka(), stores.clickhouse(), audienceFlink.spill());
        LocalJobs jobs = parts.own("EventJob and AudienceJob", new LocalJobs());
        CompletableFuture<LocalFlink> events = jobs.start(() -> LocalFlink.start(eventFlink, eventJob));
        CompletableFuture<LocalFlink> audience = jobs.start(() -> LocalFlink.start(audienceFlink, audienceJob));
        CompletableFuture.allOf(events, audience).join();
        return new Jobs(
                events.join().health(), audience.join().health(), events.join().webAddress());
    }
}
