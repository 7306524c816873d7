package io.millrace.clickhouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes insert tokens tell the truth after a kill. ClickHouse notes an insert's token before it renames the finished
 * part to its final name; killed between the two it has a token without rows, and the retry of that insert would be
 * taken for a copy. So before each start the tokens of parts that are not there are taken back.
 */
final class DeduplicationLogs {

    private static final String ADDED = "1";
    private static final String TAKEN_BACK = "2";
    private static final int FIELDS = 3;

    private DeduplicationLogs() {}

    /** Repairs all tables below the data folder of a server that is not running. */
    static void repair(Path data) {
        Path tables = data.resolve("store");
        if (!Files.isDirectory(tables)) {
            return;
        }
        try (Stream<Path> folders = Files.find(
                tables, 3, (path, attributes) -> path.endsWith("deduplication_logs") && attributes.isDirectory())) {
            for (Path folder : folders.toList()) {
                repairTable(folder);
            }
        } catch (IOException e) {
            throw new EmbeddedClickHouseException("ClickHouse's data below " + data + " cannot be read: " + e, e);
        }
    }

    private static void repairTable(Path folder) throws IOException {
        List<Path> logs = logsOldestFirst(folder);
        Map<String, String> partOfToken = partsByToken(logs);
        List<PartName> parts = partsOf(folder.resolveSibling("."));
        String takenBack = partOfToken.entrySet().stream()
                .filter(entry -> PartName.parse(entry.getValue())
                        .filter(part -> parts.stream().noneMatch(existing -> existing.covers(part)))
                        .isPresent())
                .map(entry -> TAKEN_BACK + "\t" + entry.getValue() + "\t" + entry.getKey() + "\n")
                .collect(Collectors.joining());
        if (!takenBack.isEmpty()) {
            Files.writeString(logs.get(logs.size() - 1), takenBack, StandardOpenOption.APPEND);
        }
    }

    private static List<Path> logsOldestFirst(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparingLong(DeduplicationLogs::number))
                    .toList();
        }
    }

    /** {@code deduplication_log_12.txt} → 12. */
    private static long number(Path log) {
        String digits = log.getFileName().toString().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** What stands after all records: added and not taken back. */
    private static Map<String, String> partsByToken(List<Path> logs) throws IOException {
        Map<String, String> partOfToken = new LinkedHashMap<>();
        for (Path log : logs) {
            for (String line : Files.readAllLines(log)) {
                String[] record = line.split("\t", -1);
                if (record.length == FIELDS && record[0].equals(ADDED)) {
                    partOfToken.put(record[2], record[1]);
                } else if (record.length == FIELDS && record[0].equals(TAKEN_BACK)) {
                    partOfToken.remove(record[2]);
                }
            }
        }
        return partOfToken;
    }

    private static List<PartName> partsOf(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table)) {
            return files.flatMap(file -> PartName.parse(file.getFileName().toString()).stream())
                    .toList();
        }
    }
}
