package io.millrace.clickhouse.embedded;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of a table's part, {@code 202601_5_9_1}: the blocks 5 to 9 of partition 202601. Unfinished parts carry a
 * prefix and are none.
 */
record PartName(String partition, long firstBlock, long lastBlock) {

    private static final Pattern NAME = Pattern.compile("([0-9a-zA-Z-]+)_(\\d+)_(\\d+)_\\d+(?:_\\d+)?");

    static Optional<PartName> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new PartName(
                        matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    /** Whether a part's blocks are all in this one, as they are after merges. */
    boolean covers(PartName part) {
        return partition.equals(part.partition) && firstBlock <= part.firstBlock && lastBlock >= part.lastBlock;
    }
}
