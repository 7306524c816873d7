package io.millrace.flink;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import io.millrace.flink.sink.SpillFolder;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** EventJob on a Flink cluster; settings are environment variables of the process that submits it. */
public final class EventJobMain {

    private EventJobMain() {}

    public static void main(String[] args) throws Exception {
        EventJobConfig config = config(Env.system());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(config));
        EventJob.build(env, config);
        env.execute(EventJob.NAME);
    }

    static EventJobConfig config(Env env) {
        ClickHouseEndpoint clickhouse = new ClickHouseEndpoint(
                required(env, "MILLRACE_CLICKHOUSE_URL"),
                env.text("MILLRACE_CLICKHOUSE_DATABASE", "millrace"),
                env.text("MILLRACE_CLICKHOUSE_USER", "default"),
                env.text("MILLRACE_CLICKHOUSE_PASSWORD", ""));
        return EventJobConfig.from(
                env,
                required(env, "MILLRACE_KAFKA"),
                clickhouse,
                new SpillFolder(required(env, "MILLRACE_FLINK_SPILL_DIR")));
    }

    private static String required(Env env, String name) {
        return env.text(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " must be set to run on a Flink cluster"));
    }
}
