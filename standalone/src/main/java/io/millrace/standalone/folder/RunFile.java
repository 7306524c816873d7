package io.millrace.standalone.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code run.json}: where the running instance of a folder is, for commands on the same machine. No keys in it. */
public final class RunFile {

    private static final String FILE = "run.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunFile() {}

    /** Writes what is given, in that order, after the process's own id. */
    public static void write(DataFolder folder, Map<String, String> places) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("pid", ProcessHandle.current().pid());
        content.putAll(places);
        try {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content);
            AtomicFile.write(file(folder), text + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        } catch (IOException e) {
            throw new DataFolderException("The file " + file(folder) + " cannot be written (" + e + ").", e);
        }
    }

    public static void delete(DataFolder folder) {
        try {
            Files.deleteIfExists(file(folder));
        } catch (IOException e) {
            throw new DataFolderException("The file " + file(folder) + " cannot be deleted (" + e + ").", e);
        }
    }

    private static Path file(DataFolder folder) {
        return folder.path().resolve(FILE);
    }
}
