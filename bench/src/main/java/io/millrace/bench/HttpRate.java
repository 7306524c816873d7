package io.millrace.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Events by HTTP batches, end to end into ClickHouse; if asked to, once more beside heavy questions. */
@Command(name = "http", description = "Events of 500 bytes by HTTP batches, until all can be queried.")
final class HttpRate implements Callable<Integer> {

    @Option(names = "--events", defaultValue = "2000000", description = "Events of the measured run.")
    private long events;

    @Option(names = "--warm-up", defaultValue = "500000", description = "Events before it.")
    private long warmUp;

    @Option(names = "--batch", defaultValue = "500", description = "Events per request.")
    private int batch;

    @Option(names = "--connections", defaultValue = "4", description = "Connections.")
    private int connections;

    @Option(
            names = "--questions",
            defaultValue = "0",
            description =
                    "Heavy questions at once, one after the other without a pause, beside which as many events are sent"
                            + " again; then alone once more.")
    private int questions;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        try (Instance instance = Instance.start(Map.of())) {
            LoadGenerator load = new LoadGenerator(instance.ingestPort(), connections, batch);
            load.send(0, warmUp);
            instance.awaitStored(warmUp, Bench.STORED);
            Bench.say(
                    "%,d events of %d bytes, %d per request, %d connections",
                    events, EventBatches.EVENT_BYTES, batch, connections);
            double alone = measure(instance, load, warmUp);
            if (questions > 0) {
                beside(instance, load, alone);
            }
        }
        return 0;
    }

    /** Alone before and after, since a table grows and a machine changes its mind. */
    private void beside(Instance instance, LoadGenerator load, double before)
            throws IOException, InterruptedException, ExecutionException {
        double beside;
        try (HeavyQuestions heavy = HeavyQuestions.ask(instance, questions)) {
            Bench.say("beside %d questions at once:", questions);
            beside = measure(instance, load, warmUp + events);
            Bench.say("%s", heavy.report());
        }
        Bench.say("alone again:");
        double after = measure(instance, load, warmUp + 2 * events);
        Bench.say("stored beside the questions: %.2f times the rate alone", 2 * beside / (before + after));
    }

    /** @return events stored per second */
    private double measure(Instance instance, LoadGenerator load, long stored)
            throws IOException, InterruptedException, ExecutionException {
        List<Usage.Sample> before = Usage.of(instance.processes());
        long start = System.nanoTime();
        Duration accepted = load.send(stored, events);
        List<Usage.Sample> underLoad = Usage.of(instance.processes());
        instance.awaitStored(stored + events, Bench.STORED);
        double rate = events / Bench.seconds(Duration.ofNanos(System.nanoTime() - start));
        Bench.say("accepted: %,.0f events/s", events / Bench.seconds(accepted));
        Bench.say("stored and readable: %,.0f events/s", rate);
        Bench.say(
                "load average: %.1f on %d processors",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
        Bench.print("under load", underLoad);
        cpu(before, Usage.of(instance.processes()));
        return rate;
    }

    private void cpu(List<Usage.Sample> before, List<Usage.Sample> after) {
        for (Usage.Sample now : after) {
            before.stream()
                    .filter(sample -> sample.pid() == now.pid())
                    .findFirst()
                    .ifPresent(then -> Bench.say(
                            "CPU of %s: %.1f µs per event",
                            now.name(), (now.cpuSeconds() - then.cpuSeconds()) * 1e6 / events));
        }
    }
}
