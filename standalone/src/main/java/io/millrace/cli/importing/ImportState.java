package io.millrace.cli.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an import got: its id and the positions ingest has taken. Kept in a file, replaced as a whole, so that a break at
 * any moment leaves the last complete one; without a file (standard input) it lives in memory alone. Thread-safe.
 */
final class ImportState {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable Path file;
    private final String importId;
    private final Ranges taken;
    private boolean forgotten;

    private ImportState(@Nullable Path file, String importId, Ranges taken) {
        this.file = file;
        this.importId = importId;
        this.taken = taken;
    }

    static ImportState fresh(@Nullable Path file) {
        byte[] id = new byte[8];
        RANDOM.nextBytes(id);
        return new ImportState(file, "imp_" + HexFormat.of().formatHex(id), new Ranges());
    }

    /** What an earlier run left, empty if there is nothing that can be used. */
    static Optional<ImportState> load(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            String importId = json.path("import_id").asText("");
            Ranges taken = new Ranges();
            for (JsonNode range : json.path("taken")) {
                taken.add(range.path(0).asLong(), range.path(1).asLong());
            }
            return importId.isEmpty() ? Optional.empty() : Optional.of(new ImportState(file, importId, taken));
        } catch (IOException | IllegalArgumentException e) {
            // Starting over is safe: message ids make what was already sent a duplicate.
            return Optional.empty();
        }
    }

    String importId() {
        return importId;
    }

    synchronized boolean isTaken(long position) {
        return taken.contains(position);
    }

    synchronized void taken(long first, long last) {
        taken.add(first, last);
    }

    synchronized long takenCount() {
        return taken.size();
    }

    synchronized void save() throws IOException {
        if (file == null || forgotten) {
            return;
        }
        ObjectNode json = JSON.createObjectNode().put("import_id", importId);
        ArrayNode ranges = json.putArray("taken");
        for (Ranges.Range range : taken.ranges()) {
            ranges.addArray().add(range.first()).add(range.last());
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, json.toString());
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The import is over; the next one of the same file is a new one. */
    synchronized void forget() throws IOException {
        forgotten = true;
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
