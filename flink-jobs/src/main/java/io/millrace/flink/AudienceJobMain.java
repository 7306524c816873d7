package io.millrace.flink;

import io.millrace.core.settings.Env;
import java.io.IOException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * AudienceJob on a Flink cluster, as {@link EventJobMain}: settings are environment variables of the process that submits
 * it, and it goes on from its newest complete checkpoint. It needs the ticks of a running Millrace to move its time.
 */
public final class AudienceJobMain {

    private AudienceJobMain() {}

    public static void main(String[] args) throws Exception {
        job(Env.system()).execute(AudienceJob.NAME);
    }

    /** The job, not submitted yet. */
    static StreamExecutionEnvironment job(Env settings) throws IOException {
        AudienceJobConfig config = config(settings);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(config));
        env.configure(ClusterSettings.ofItsOwn(AudienceJob.NAME, env.getConfiguration()));
        AudienceJob.build(env, config);
        return env;
    }

    static AudienceJobConfig config(Env env) {
        return AudienceJobConfig.from(
                env,
                ClusterSettings.kafka(env),
                ClusterSettings.clickhouse(env),
                ClusterSettings.spill(env, AudienceJob.NAME));
    }
}
