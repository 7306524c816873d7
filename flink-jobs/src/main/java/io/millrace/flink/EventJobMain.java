package io.millrace.flink;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import io.millrace.flink.sink.SpillFolder;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.Path;
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
        env.configure(ofItsOwn(env.getConfiguration()));
        EventJob.build(env, config);
        env.execute(EventJob.NAME);
    }

    static EventJobConfig config(Env env) {
        ClickHouseEndpoint clickhouse = new ClickHouseEndpoint(
                required(env, "MILLRACE_CLICKHOUSE_URL"),
                env.text("MILLRACE_CLICKHOUSE_DATABASE", "millrace"),
                env.text("MILLRACE_CLICKHOUSE_USER", "millrace"),
                env.text("MILLRACE_CLICKHOUSE_PASSWORD", ""));
        return EventJobConfig.from(
                env,
                required(env, "MILLRACE_KAFKA"),
                clickhouse,
                new SpillFolder(required(env, "MILLRACE_FLINK_SPILL_DIR")));
    }

    /** A folder for this job's checkpoints within the cluster's, and where to resume, unless the cluster says where. */
    static Configuration ofItsOwn(ReadableConfig cluster) throws IOException {
        String configured = cluster.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .orElseThrow(() -> new IllegalArgumentException(
                        "execution.checkpointing.dir must be set in Flink's configuration, to a folder that outlives"
                                + " its processes"));
        Path checkpoints = new Path(configured, EventJob.NAME);
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toString());
        if (cluster.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isEmpty()) {
            Optional<Path> newest = new CheckpointFolder(checkpoints).newestComplete();
            newest.ifPresent(checkpoint -> {
                settings.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toString());
                // Nobody else looks after the files of the run that ended.
                settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            });
        }
        return settings;
    }

    private static String required(Env env, String name) {
        return env.text(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " must be set to run on a Flink cluster"));
    }
}
