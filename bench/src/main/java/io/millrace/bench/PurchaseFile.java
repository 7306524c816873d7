package io.millrace.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/** A CSV file of purchases, the same for the same number of rows. */
final class PurchaseFile implements AutoCloseable {

    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 700;
    private static final int CUSTOMERS = 100_000;

    private final Path path;

    private PurchaseFile(Path path) {
        this.path = path;
    }

    static PurchaseFile write(long rows) throws IOException {
        Path path = Files.createTempFile("purchases", ".csv");
        Random random = new Random(20_240_101);
        try (BufferedWriter out = Files.newBufferedWriter(path)) {
            out.write("customer_id,date,quantity,amount\n");
            for (long row = 0; row < rows; row++) {
                LocalDate day = FIRST_DAY.plusDays(row * DAYS / rows);
                out.write(String.format(
                        Locale.ROOT,
                        "c%06d,%s,%d,%d.%02d%n",
                        random.nextInt(CUSTOMERS),
                        day,
                        1 + random.nextInt(5),
                        random.nextInt(200),
                        random.nextInt(100)));
            }
        }
        return new PurchaseFile(path);
    }

    long bytes() throws IOException {
        return Files.size(path);
    }

    Process importInto(Instance instance) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "./millrace",
                        "import",
                        path.toString(),
                        "--event",
                        "purchase",
                        "--user-id",
                        "customer_id",
                        "--timestamp",
                        "date",
                        "--message-id-prefix",
                        "bench")
                .inheritIO();
        builder.environment().put("MILLRACE_INGEST_URL", instance.ingestUrl());
        builder.environment().put("MILLRACE_API_URL", instance.apiUrl());
        builder.environment().put("MILLRACE_WRITE_KEY", Instance.WRITE_KEY);
        builder.environment().put("MILLRACE_SECRET_KEY", Instance.SECRET_KEY);
        return builder.start();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
