package io.millrace.embedded.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded broker as a process of its own, for whoever wants to end it alone.
 *
 * <p>Arguments: folder, port (0 for a free one), then optionally {@code --fsync} and {@code --with-parent}, which ends
 * it when its standard input ends. When it serves it prints one line, {@code READY 127.0.0.1:port}. SIGTERM stops it.
 */
public final class BrokerProcess {

    static final String READY = "READY ";
    static final String FSYNC = "--fsync";
    static final String WITH_PARENT = "--with-parent";

    private BrokerProcess() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length < 2) {
            System.err.println("arguments: folder port [--fsync] [--with-parent]");
            System.exit(2);
        }
        List<String> options = List.of(args).subList(2, args.length);
        CountDownLatch ended = new CountDownLatch(1);
        try {
            EmbeddedKafka kafka = EmbeddedKafka.start(
                    new EmbeddedKafkaConfig(Path.of(args[0]), Integer.parseInt(args[1]), options.contains(FSYNC)));
            Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "broker-shutdown"));
            System.out.println(READY + kafka.bootstrap());
            if (options.contains(WITH_PARENT)) {
                endWithInput();
            }
        } catch (EmbeddedKafkaException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        ended.await();
    }

    private static void endWithInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is said here but the end.
                        }
                    } catch (IOException e) {
                        // An input that cannot be read has ended too.
                    }
                    System.exit(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
