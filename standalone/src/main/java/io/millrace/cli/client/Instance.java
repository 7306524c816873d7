package io.millrace.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a running instance left in its data folder for clients on the same machine: addresses in {@code run.json}. */
public final class Instance {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path dataFolder;

    public Instance(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    public Path dataFolder() {
        return dataFolder;
    }

    public Optional<String> ingestUrl() {
        return field("ingest_url");
    }

    public Optional<String> apiUrl() {
        return field("api_url");
    }

    private Optional<String> field(String name) {
        Path path = dataFolder.resolve("run.json");
        if (!Files.isReadable(path)) {
            return Optional.empty();
        }
        try {
            JsonNode value = JSON.readTree(path.toFile()).path(name);
            return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
