package io.millrace.standalone;

import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.flink.EventJobConfig;
import io.millrace.flink.LocalFlink;
import io.millrace.flink.LocalFlinkConfig;
import io.millrace.standalone.folder.DataFolder;

/**
 * EventJob, here or on somebody else's Flink.
 *
 * @param flinkUrl of Flink's REST interface
 */
record Job(HealthCheck health, String flinkUrl) {

    static Job start(StandaloneSettings settings, Env env, DataFolder folder, Stores stores, Parts parts)
            throws Exception {
        if (settings.flinkUrl().isPresent()) {
            String url = settings.flinkUrl().get();
            return new Job(parts.own("Flink's health", FlinkHealth.of(url)), url);
        }
        LocalFlinkConfig flink = LocalFlinkConfig.from(env, folder.flink());
        EventJobConfig job = EventJobConfig.from(env, stores.kafka(), stores.clickhouse(), flink.spill());
        LocalFlink running = parts.own("EventJob", LocalFlink.start(flink, job));
        return new Job(running.health(), running.webAddress());
    }
}
