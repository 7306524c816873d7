package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an instance costs to which nobody sends anything: ticks and checkpoints go on. */
@Command(name = "rest", description = "CPU, memory and disk of an instance at rest.")
final class RestCost implements Callable<Integer> {

    private static final double SECONDS_PER_DAY = 86_400;

    @Option(names = "--settle", defaultValue = "120", description = "Seconds from ready to the beginning.")
    private int settleSeconds;

    @Option(names = "--seconds", defaultValue = "600", description = "Seconds to measure.")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Instance instance = Instance.start(Map.of())) {
            TimeUnit.SECONDS.sleep(settleSeconds);
            List<Usage.Sample> before = Usage.of(instance.processes());
            Map<String, Long> filesBefore = sizes(instance.data());
            TimeUnit.SECONDS.sleep(seconds);
            List<Usage.Sample> after = Usage.of(instance.processes());
            Map<String, Long> filesAfter = sizes(instance.data());

            for (Usage.Sample now : after) {
                before.stream()
                        .filter(sample -> sample.pid() == now.pid())
                        .forEach(then -> Bench.say(
                                "%s: %.1f %% of a core, resident %s, writes %,.0f MB a day",
                                now.name(),
                                (now.cpuSeconds() - then.cpuSeconds()) / seconds * 100,
                                now.megabytes(),
                                perDay(now.writtenBytes() - then.writtenBytes())));
            }
            filesAfter.forEach((what, bytes) -> {
                long grown = bytes - filesBefore.getOrDefault(what, 0L);
                if (grown != 0) {
                    Bench.say("%s: %,d KB, grows by %,.1f MB a day", what, bytes / 1000, perDay(grown));
                }
            });
        }
        return 0;
    }

    private double perDay(long bytes) {
        return bytes / 1e6 * SECONDS_PER_DAY / seconds;
    }

    /** Bytes by topic, and of the other folders. Logs of topics alone: indexes are of a fixed size. */
    private static Map<String, Long> sizes(Path data) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            files.forEach(file -> {
                Path inside = data.relativize(file);
                String folder = inside.getName(0).toString();
                boolean ofTopic = folder.equals("kafka") && inside.getNameCount() == 3;
                if (ofTopic && file.toString().endsWith(".log")) {
                    String topic = inside.getName(1).toString();
                    sizes.merge("topic " + topic.substring(0, topic.lastIndexOf('-')), size(file), Long::sum);
                } else if (!folder.equals("kafka")) {
                    sizes.merge("folder " + folder, size(file), Long::sum);
                }
            });
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
            return sizes(data); // A checkpoint went while its folder was listed.
        }
        return sizes;
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0; // It is gone.
        }
    }
}
