package io.millrace.clickhouse.embedded;

import io.millrace.clickhouse.ClickHouseClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What lies where in the server's folder, and its configuration as this version wants it. */
record ServerFolder(Path root) {

    private static final int LINES_OF_LOG = 12;

    Path data() {
        return root.resolve("store");
    }

    Path lockFile() {
        return root.resolve("in-use.lock");
    }

    Path processFile() {
        return root.resolve("server.pid");
    }

    Path log() {
        return root.resolve("server.log");
    }

    Path crashReport() {
        return root.resolve("server-crash.log");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    /**
     * Functions that are defined when the server starts. One of them hides ClickHouse's own {@code file()}, which needs
     * no right and, in the local program, reads any file on the machine, the other workspaces' data among them.
     */
    private Path functions() {
        return data().resolve("user_defined");
    }

    /** The folder the server runs in; its files refer to each other by relative paths. */
    Path configuration() {
        return root.resolve("config");
    }

    /** Writes the configuration; an earlier one is replaced. */
    void prepare() {
        try {
            FileTrees.delete(temporary());
            Files.createDirectories(data());
            Files.createDirectories(temporary());
            Files.createDirectories(configuration().resolve("users.d"));
            Files.createDirectories(functions());
            copy("embedded/function_file.sql", functions().resolve("function_file.sql"));
            copy("embedded/config.xml", configuration().resolve("config.xml"));
            copy("embedded/users.xml", configuration().resolve("users.xml"));
            copy("users.d/millrace.xml", configuration().resolve("users.d").resolve("millrace.xml"));
        } catch (IOException e) {
            throw new EmbeddedClickHouseException("the ClickHouse folder " + root + " cannot be written: " + e, e);
        }
    }

    /** The end of the server's own log, for error messages. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream file = ClickHouseClient.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
