package io.millrace.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The migrations this version of Millrace knows, in order. */
final class Migrations {

    private static final String FOLDER = "ddl/";

    private Migrations() {}

    static List<Migration> known() {
        return resource("migrations.txt")
                .lines()
                .filter(line -> !line.isBlank())
                .map(fileName -> new Migration(fileName, resource(fileName)))
                .toList();
    }

    private static String resource(String fileName) {
        try (InputStream file = Migrations.class.getResourceAsStream(FOLDER + fileName)) {
            if (file == null) {
                throw new IllegalStateException(fileName + " is listed but is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
