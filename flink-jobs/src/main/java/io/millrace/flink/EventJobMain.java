package io.millrace.flink;

import io.millrace.core.settings.Env;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * EventJob on a Flink cluster; settings are environment variables of the process that submits it. Whenever it is
 * submitted, also by a JobManager that was killed and started again, it goes on from its newest complete checkpoint:
 * from the beginning of its topics it would store every event a second time.
 */
public final class EventJobMain {

    private EventJobMain() {}

    public static void main(String[] args) throws Exception {
        EventJobConfig config = config(Env.system());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(config));
        env.configure(ClusterSettings.ofItsOwn(EventJob.NAME, env.getConfiguration()));
        EventJob.build(env, config);
        env.execute(EventJob.NAME);
    }

    static EventJobConfig config(Env env) {
        return EventJobConfig.from(
                env,
                ClusterSettings.kafka(env),
                ClusterSettings.clickhouse(env),
                ClusterSettings.spill(env, EventJob.NAME));
    }
}
