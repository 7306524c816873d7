package io.millrace.standalone.up;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.flink.JobsMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A Flink that somebody else runs: a JobManager in application mode and a TaskManager, each a process of its own, with
 * both jobs on the class path. Not for use by several threads.
 */
final class FlinkCluster implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Path folder;
    private final Map<String, String> environment;
    private final int rpcPort = freePort();
    private final int restPort = freePort();
    private Process jobManager;
    private Process taskManager;

    private FlinkCluster(Path folder, String kafka, ClickHouseEndpoint clickhouse) {
        this.folder = folder;
        this.environment = Map.of(
                "MILLRACE_KAFKA", kafka,
                "MILLRACE_CLICKHOUSE_URL", clickhouse.url(),
                "MILLRACE_CLICKHOUSE_PASSWORD", clickhouse.password(),
                "MILLRACE_FLINK_SPILL_DIR", folder.resolve("spill").toUri().toString());
        this.jobManager = startJobManager();
        this.taskManager = startTaskManager();
    }

    /** Returns at once; {@code up} waits until the jobs run. */
    static FlinkCluster start(Path folder, String kafka, ClickHouseEndpoint clickhouse) throws IOException {
        // Settings are given as arguments; Flink insists on a file beside them.
        Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("config.yaml"), "");
        return new FlinkCluster(folder, kafka, clickhouse);
    }

    String url() {
        return "http://" + LOOPBACK + ":" + restPort;
    }

    void killTaskManager() throws InterruptedException {
        kill(taskManager);
        taskManager = startTaskManager();
    }

    void killJobManager() throws InterruptedException {
        kill(jobManager);
        jobManager = startJobManager();
    }

    private Process startJobManager() {
        return launch(
                StandaloneApplicationClusterEntryPoint.class,
                "jobmanager.log",
                Stream.of("--job-classname", JobsMain.class.getName()),
                Map.of(
                        "rest.address",
                        LOOPBACK,
                        "rest.bind-address",
                        LOOPBACK,
                        "rest.bind-port",
                        Integer.toString(restPort),
                        "jobmanager.bind-host",
                        LOOPBACK,
                        "parallelism.default",
                        "2",
                        "execution.checkpointing.dir",
                        folder.resolve("checkpoints").toUri().toString(),
                        "heartbeat.interval",
                        "1000",
                        "heartbeat.timeout",
                        "4000"));
    }

    /** Started directly it wants to be told every part of its memory. */
    private Process startTaskManager() {
        return launch(
                TaskManagerRunner.class,
                "taskmanager.log",
                Stream.of(),
                Map.ofEntries(
                        Map.entry("taskmanager.host", LOOPBACK),
                        Map.entry("taskmanager.bind-host", LOOPBACK),
                        Map.entry("taskmanager.numberOfTaskSlots", "4"),
                        Map.entry("taskmanager.cpu.cores", "2"),
                        Map.entry("taskmanager.memory.task.heap.size", "256m"),
                        Map.entry("taskmanager.memory.task.off-heap.size", "64m"),
                        Map.entry("taskmanager.memory.framework.heap.size", "64m"),
                        Map.entry("taskmanager.memory.framework.off-heap.size", "64m"),
                        Map.entry("taskmanager.memory.network.min", "64m"),
                        Map.entry("taskmanager.memory.network.max", "64m"),
                        Map.entry("taskmanager.memory.managed.size", "256m"),
                        Map.entry("taskmanager.memory.jvm-metaspace.size", "128m"),
                        Map.entry("taskmanager.memory.jvm-overhead.min", "64m"),
                        Map.entry("taskmanager.memory.jvm-overhead.max", "64m"),
                        Map.entry("cluster.registration.error-delay", "500"),
                        Map.entry("heartbeat.interval", "1000"),
                        Map.entry("heartbeat.timeout", "4000")));
    }

    private Process launch(Class<?> main, String log, Stream<String> arguments, Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String opened : List.of("java.lang", "java.util", "java.time", "java.nio")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-Xmx448m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of("--configDir", folder.resolve("conf").toString()));
        arguments.forEach(command::add);
        command.addAll(List.of("-D", "jobmanager.rpc.address=" + LOOPBACK));
        command.addAll(List.of("-D", "jobmanager.rpc.port=" + rpcPort));
        command.addAll(List.of("-D", "io.tmp.dirs=" + folder.resolve("tmp")));
        command.addAll(List.of("-D", "web.tmpdir=" + folder.resolve("tmp")));
        settings.forEach((name, value) -> command.addAll(List.of("-D", name + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flink takes no 0 for the one and shows the other to nobody, so they are chosen here. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        // Both are ended also when the wait for the first is interrupted.
        jobManager.destroyForcibly();
        kill(taskManager);
        kill(jobManager);
    }
}
