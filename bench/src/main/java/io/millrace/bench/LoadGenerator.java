package io.millrace.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends batches as fast as they are accepted, over a few connections of plain HTTP/1.1, one request at a time on each.
 * A socket and a prebuilt body cost less than any HTTP client: the load generator shares the two cores it measures.
 */
final class LoadGenerator {

    private final int port;
    private final int connections;
    private final int eventsPerBatch;

    LoadGenerator(int port, int connections, int eventsPerBatch) {
        this.port = port;
        this.connections = connections;
        this.eventsPerBatch = eventsPerBatch;
    }

    /** Sends exactly this many events (a multiple of the batch size) and returns how long the last answer took. */
    Duration send(long firstId, long events) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        AtomicLong next = new AtomicLong(firstId);
        long end = firstId + events;
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                done.add(threads.submit(() -> {
                    run(next, end);
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void run(AtomicLong next, long end) throws IOException {
        EventBatches batches = new EventBatches(eventsPerBatch, 100_000);
        byte[] head = head(batches.batch(0).length);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (long id = next.getAndAdd(eventsPerBatch); id < end; id = next.getAndAdd(eventsPerBatch)) {
                byte[] body = batches.batch(id);
                while (!accepted(out, in, head, body)) {
                    pause();
                }
            }
        }
    }

    /** True on 200, false if the server asks to come again. */
    private static boolean accepted(OutputStream out, InputStream in, byte[] head, byte[] body) throws IOException {
        out.write(head);
        out.write(body);
        out.flush();
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (status.contains(" 200 ")) {
            return true;
        }
        if (status.contains(" 503") || status.contains(" 429")) {
            return false;
        }
        throw new IOException(status + " " + answer);
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection after \"" + line + "\"");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private byte[] head(int length) {
        String basic =
                Base64.getEncoder().encodeToString((Instance.WRITE_KEY + ":").getBytes(StandardCharsets.US_ASCII));
        return ("POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nContent-Type: application/json\r\nAuthorization: Basic " + basic + "\r\nContent-Length: "
                        + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
