package io.millrace.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a running instance left in its data folder for clients of the same user: addresses in {@code run.json}, and in
 * {@code keys.json} the keys, if it made them up itself.
 */
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
        return field("run.json", "ingest_url");
    }

    public Optional<String> apiUrl() {
        return field("run.json", "api_url");
    }

    public Optional<String> writeKey() {
        return field("keys.json", "write_key");
    }

    public Optional<String> secretKey() {
        return field("keys.json", "secret_key");
    }

    private Optional<String> field(String file, String name) {
        Path path = dataFolder.resolve(file);
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
