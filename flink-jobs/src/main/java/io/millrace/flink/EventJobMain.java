package io.millrace.flink;

import io.millrace.core.settings.Env;
import java.io.IOException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * EventJob on a Flink cluster; settings are environment variables of the process that submits it. Whenever it is
 * submitted, also by a JobManager that was killed and started again, it goes on from its newest complete checkpoint:
 * from the beginning of its topics it would store every event a second time.
 */
public final class EventJobMain {

    private EventJobMain() {}

    public static void main(String[] args) throws Exception {
        job(Env.system()).execute(EventJob.NAME);
    }

    /** The job, not submitted yet. */
    static StreamExecutionEnvironment job(Env settings) throws IOException {
        EventJobConfig config = config(settings);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(config));
        env.configure(ClusterSettings.ofItsOwn(EventJob.NAME, env.getConfiguration()));
        EventJob.build(env, config);
        return env;
    }

    static EventJobConfig config(Env env) {
        return EventJobConfig.from(
                env,
                ClusterSettings.kafka(env),
                ClusterSettings.clickhouse(env),
                ClusterSettings.spill(env, EventJob.NAME));
    }
}
