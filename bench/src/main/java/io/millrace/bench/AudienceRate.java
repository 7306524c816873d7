package io.millrace.bench;

import io.millrace.core.settings.Env;
import io.millrace.flink.AudienceJob;
import io.millrace.flink.AudienceJobConfig;
import io.millrace.flink.LocalFlink;
import io.millrace.flink.LocalFlinkConfig;
import io.millrace.streams.StreamClock;
import io.millrace.streams.Topics;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** AudienceJob alone over a backlog, once for each number of segments and campaigns, each on a Kafka and a ClickHouse of its own. */
@Command(
        name = "audience",
        description =
                "Events per second of AudienceJob over a backlog, by number of segments and campaigns; bytes of state.")
final class AudienceRate implements Callable<Integer> {

    private static final long POLL_MILLIS = 100;

    @Option(names = "--segments", split = ",", defaultValue = "0,1,20,200", description = "Numbers of segments.")
    private List<Integer> segments = List.of();

    @Option(
            names = "--campaigns",
            split = ",",
            defaultValue = "0",
            description = "Numbers of active campaigns, each with each number of segments; the first is the baseline.")
    private List<Integer> campaigns = List.of();

    @Option(
            names = "--waiting-runs",
            defaultValue = "0",
            description = "Then state of so many contacts without a campaign, and with a run of each that waits.")
    private int waitingRuns;

    @Option(names = "--events", defaultValue = "1000000", description = "Events of each run.")
    private int events;

    @Option(names = "--rounds", defaultValue = "1", description = "Runs of each, in turns; medians are compared.")
    private int rounds;

    @Option(names = "--contacts", defaultValue = "100000", description = "Contacts that they belong to.")
    private int contacts;

    @Option(names = "--threads", description = "Print the CPU time of each kind of thread.")
    private boolean threads;

    @Option(names = "--warm-up", defaultValue = "200000", description = "Events of a run before all others.")
    private int warmUp;

    @Override
    public Integer call() throws Exception {
        Bench.say("warming up:");
        run(20, mix(campaigns.stream().mapToInt(Integer::intValue).max().orElse(0)), load(warmUp));
        for (int count : segments) {
            compare(count);
        }
        if (waitingRuns > 0) {
            measureWaitingRuns();
        }
        return 0;
    }

    /** In turns, since the machine may be faster at one time than at another. */
    private void compare(int segmentCount) throws Exception {
        Map<Integer, List<Double>> rates = new HashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int active : campaigns) {
                rates.computeIfAbsent(active, unknown -> new ArrayList<>())
                        .add(run(segmentCount, mix(active), load(events)).eventsPerSecond());
            }
        }
        double baseline = median(rates.getOrDefault(campaigns.get(0), List.of()));
        for (int active : campaigns.subList(1, campaigns.size())) {
            double rate = median(rates.getOrDefault(active, List.of()));
            Bench.say(
                    "%d segments: with %d campaigns %.2f of the events per second with %d (%,.0f and %,.0f)",
                    segmentCount, active, rate / baseline, campaigns.get(0), rate, baseline);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static List<CampaignMix.Plan> mix(int active) {
        return IntStream.range(0, active)
                .mapToObj(i -> CampaignMix.plan(i, AudienceLoad::segment))
                .toList();
    }

    /** Of events that differ in nothing else: each of a contact of its own, who enters the campaign if there is one. */
    private void measureWaitingRuns() throws Exception {
        Load visits = new Load(waitingRuns, waitingRuns, AudienceLoad::visit);
        Result without = run(0, List.of(), visits);
        Result with = run(0, List.of(CampaignMix.waiting(AudienceLoad.VISIT)), visits);
        if (with.runs() != waitingRuns) {
            throw new IOException(with.runs() + " runs began, not " + waitingRuns);
        }
        Bench.say(
                "a waiting run takes %,d bytes of state (%,d and %,d bytes of %,d contacts)",
                (with.stateBytes() - without.stateBytes()) / waitingRuns,
                with.stateBytes(),
                without.stateBytes(),
                waitingRuns);
    }

    private record Result(double eventsPerSecond, long stateBytes, long runs) {}

    private record Load(int events, int contacts, IntFunction<EventRecord> event) {}

    private Load load(int count) {
        return new Load(count, contacts, i -> AudienceLoad.event(i, contacts));
    }

    private Result run(int segmentCount, List<CampaignMix.Plan> plans, Load load) throws Exception {
        try (OwnStores stores = OwnStores.start()) {
            fill(stores, segmentCount, plans, load);
            LocalFlinkConfig defaults =
                    LocalFlinkConfig.forAudience(Env.system(), stores.folder().resolve("flink"));
            LocalFlinkConfig local = new LocalFlinkConfig(
                    defaults.dir(),
                    defaults.parallelism(),
                    defaults.managedMemoryMiB(),
                    defaults.networkMemoryMiB(),
                    OptionalInt.of(0));
            Map<String, Double> before = cpuSeconds();
            try (StreamClock clock = StreamClock.start(stores.kafka());
                    LocalFlink flink = LocalFlink.start(
                            local,
                            AudienceJobConfig.from(Env.system(), stores.kafka(), stores.clickhouse(), local.spill()));
                    Admin admin = Admin.create(Map.of("bootstrap.servers", stores.kafka()))) {
                String what = segmentCount + " segments, " + plans.size() + " campaigns";
                double rate = measure(admin, what, load.events(), load.contacts());
                printCpu(before, load.events());
                long stateBytes = AudienceState.bytes(flink);
                Bench.say("  state of the contact stage: %,d bytes per contact", stateBytes / load.contacts());
                Bench.say("  transitions: %,d", stores.rows("segment_changes"));
                Bench.say("  rows of contacts: %,d", stores.rows("contacts"));
                long runs = stores.rows("enrollment_steps WHERE step = 'entered'");
                Bench.say("  runs of campaigns: %,d, messages: %,d", runs, stores.rows("messages"));
                return new Result(rate, stateBytes, runs);
            }
        }
    }

    private void printCpu(Map<String, Double> before, int eventCount) {
        Map<String, Double> used = cpuSeconds();
        used.replaceAll((thread, seconds) -> seconds - before.getOrDefault(thread, 0.0));
        Bench.say(
                "  CPU of its tasks: %.1f µs per event",
                used.entrySet().stream()
                                .filter(entry -> isTask(entry.getKey()))
                                .mapToDouble(Map.Entry::getValue)
                                .sum()
                        * 1e6
                        / eventCount);
        if (threads) {
            used.forEach((thread, seconds) -> {
                if (seconds > 0.5) {
                    Bench.say("    %6.1f s %s", seconds, thread);
                }
            });
        }
    }

    /** Definitions first, segments with their past; then the events, so that the job finds a backlog. */
    private static void fill(OwnStores stores, int segmentCount, List<CampaignMix.Plan> plans, Load load)
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = stores.producer()) {
            AudienceDefinitions definitions = new AudienceDefinitions(producer);
            definitions.segments(segmentCount);
            for (int i = 0; i < plans.size(); i++) {
                definitions.campaign("cmp_" + i, plans.get(i));
            }
            for (int i = 0; i < load.events(); i++) {
                EventRecord event = load.event().apply(i);
                producer.send(new ProducerRecord<>(
                        Topics.EVENTS, event.person().key(AudienceLoad.WORKSPACE), EventRecordCodec.encode(event)));
            }
        }
    }

    /** From the first checkpoint that holds events to the one that holds all: without the start of the job. */
    private static double measure(Admin admin, String what, int events, int contacts) throws Exception {
        long start = System.nanoTime();
        long first = 0;
        long firstEvents = 0;
        long passed = 0;
        while (passed < events) {
            Thread.sleep(POLL_MILLIS);
            passed = Math.min(events, passed(admin));
            long now = System.nanoTime();
            if (passed > 0 && first == 0) {
                first = now;
                firstEvents = passed;
            }
            if (now - start > TimeUnit.MINUTES.toNanos(20)) {
                throw new IOException("only " + passed + " of " + events + " events within 20 minutes");
            }
        }
        long end = System.nanoTime();
        double rate = (events - firstEvents) / ((end - first) / 1e9);
        Bench.say(
                "%s: %,.0f events/s over %,d events of %,d contacts (%.1f s with the start; load average %.1f)",
                what,
                rate,
                events,
                contacts,
                (end - start) / 1e9,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return rate;
    }

    /** Records of topic events below the committed offsets; ticks come after all events. */
    private static long passed(Admin admin) throws Exception {
        long sum = 0;
        for (var entry : admin.listConsumerGroupOffsets(AudienceJob.GROUP)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS)
                .entrySet()) {
            if (entry.getKey().topic().equals(Topics.EVENTS) && entry.getValue() != null) {
                sum += entry.getValue().offset();
            }
        }
        return sum;
    }

    private static boolean isTask(String thread) {
        return thread.contains("(#/#)");
    }

    private static Map<String, Double> cpuSeconds() {
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
        return seconds;
    }
}
