package io.millrace.standalone.folder;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code keys.json}: the keys that were made up at the first start, for commands of the same user on this machine.
 * Readable by that user alone. Keys that somebody chose are not in it, and the server keeps hashes only: deleting the
 * file takes nothing from a running or later instance.
 */
public final class KeysFile {

    private static final String FILE = "keys.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private KeysFile() {}

    /** The keys by name; empty if there is no file. */
    public static Map<String, String> read(DataFolder folder) {
        Path file = folder.path().resolve(FILE);
        try {
            return Files.exists(file)
                    ? Map.copyOf(JSON.readValue(file.toFile(), new TypeReference<Map<String, String>>() {}))
                    : Map.of();
        } catch (IOException e) {
            throw new DataFolderException("The file " + file + " cannot be read (" + e + ").", e);
        }
    }

    public static void write(DataFolder folder, Map<String, String> keys) {
        Path file = folder.path().resolve(FILE);
        try {
            AtomicFile.write(
                    file,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(keys) + "\n",
                    AtomicFile.Readers.OWNER);
        } catch (IOException e) {
            throw new DataFolderException("The file " + file + " cannot be written (" + e + ").", e);
        }
    }
}
