package io.millrace.flink;

import io.millrace.core.settings.Env;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures EventJob alone: a backlog of events of 500 bytes in Kafka, then the job until all of them stand in ClickHouse.
 * Arguments: how many events, by default 1,000,000. Settings are taken from the environment as everywhere.
 */
final class EventJobThroughput {

    private static final String WORKSPACE = "ws_throughput";

    private EventJobThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int events = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("millrace-throughput-");
        try (Services services = Services.start(folder)) {
            long filling = System.nanoTime();
            for (int i = 0; i < events; i++) {
                services.send(Records.record(
                        WORKSPACE, "person-" + i % 100_000, "message-" + i, "event_" + i % 50, null, "", body(i)));
            }
            services.flush();
            System.out.printf("%d events in Kafka after %.1f s%n", events, seconds(filling));
            run(services, events);
        } finally {
            CheckpointFolder.deleteTree(folder);
        }
        System.exit(0);
    }

    private static void run(Services services, int events) throws Exception {
        EventJobConfig job = services.defaultJob("flink");
        long start = System.nanoTime();
        try (LocalFlink flink = LocalFlink.start(
                LocalFlinkConfig.from(Env.system(), services.local("flink", 2).dir()), job)) {
            long first = 0;
            long firstRows = 0;
            long before = 0;
            while (before < events) {
                Thread.sleep(1_000);
                long stored = services.stored(WORKSPACE);
                if (first == 0 && stored > 0) {
                    first = System.nanoTime();
                    firstRows = stored;
                }
                System.out.printf(
                        "%5.1f s: %,d rows (+%,d), %d checkpoints, the last took %d ms%n",
                        seconds(start),
                        stored,
                        stored - before,
                        flink.progress().completedCheckpoints(),
                        flink.progress().lastCheckpointTook().toMillis());
                before = stored;
            }
            System.out.printf(
                    "%,d rows in %.1f s: %,.0f/s with the start, %,.0f/s after the first rows%n",
                    events, seconds(start), events / seconds(start), (events - firstRows) / seconds(first));
            threads();
            latency(services);
            ProcessHandle.of(services.server().pid())
                    .flatMap(server -> server.info().totalCpuDuration())
                    .ifPresent(used -> System.out.printf("%6.1f s of CPU: ClickHouse%n", used.toMillis() / 1e3));
            System.out.println(services.rows(
                    """
                    SELECT table, count() AS parts, sum(rows) AS n, sum(bytes_on_disk) AS bytes
                    FROM system.parts
                    WHERE active AND database = 'millrace' AND {workspace:String} != ''
                    GROUP BY table
                    """,
                    WORKSPACE));
        }
    }

    /** From the send of a single event until a query finds it. */
    private static void latency(Services services) throws InterruptedException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long sent = System.nanoTime();
            services.send(Records.track("ws_latency", "alice", "single-" + i));
            services.flush();
            while (services.stored("ws_latency") <= i) {
                Thread.sleep(5);
            }
            millis.add(Duration.ofNanos(System.nanoTime() - sent).toMillis());
            Thread.sleep(i * 37 % 500);
        }
        Collections.sort(millis);
        System.out.printf(
                "a single event is readable after %d ms (median), %d ms (longest of %d)%n",
                millis.get(millis.size() / 2), millis.get(millis.size() - 1), millis.size());
    }

    private static void threads() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        Map<String, Double> seconds = new TreeMap<>();
        for (ThreadInfo thread : bean.getThreadInfo(bean.getAllThreadIds())) {
            if (thread != null) {
                seconds.merge(
                        thread.getThreadName().replaceAll("\\d+", "#"),
                        bean.getThreadCpuTime(thread.getThreadId()) / 1e9,
                        Double::sum);
            }
        }
        long process = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
        System.out.printf("%6.1f s of CPU: this process, broker and filling included%n", process / 1e9);
        seconds.forEach((name, used) -> {
            if (used > 0.3) {
                System.out.printf("%6.1f s of CPU: %s%n", used, name);
            }
        });
    }

    private static double seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
    }

    /** With the ids around it, about 500 bytes. */
    private static String body(int i) throws IOException {
        String body = "{\"context\":{\"ip\":\"203.0.113." + i % 250
                + "\",\"locale\":\"en-GB\",\"library\":{\"name\":\"analytics.js\","
                + "\"version\":\"2.11.1\"},\"page\":{\"path\":\"/products/" + i % 1000 + "\",\"title\":\"Product "
                + i % 1000
                + "\",\"referrer\":\"https://www.example.com/search?q=" + i % 777
                + "\"}},\"properties\":{\"product_id\":\"p-"
                + i % 1000 + "\",\"price\":" + (i % 10_000) / 100.0 + ",\"currency\":\"EUR\",\"quantity\":" + i % 5
                + ",\"category\":\"shoes\",\"in_stock\":true},\"integrations\":{}}";
        if (body.getBytes(StandardCharsets.UTF_8).length > 500) {
            throw new IOException("larger than meant: " + body);
        }
        return body;
    }
}
