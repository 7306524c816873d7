package io.millrace.flink.purge;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.Sql;
import io.millrace.flink.sink.Block;
import io.millrace.flink.sink.BlockInserter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door into ClickHouse at which rows of purged contacts stay outside: a job that replays what arrived before a purge
 * brings nothing back. Rows pass untouched, and unread, while nobody is purged. A block keeps its token whatever was left
 * out of it, so that it still is inserted once. For one thread.
 */
public final class PurgeFilter implements BlockInserter {

    private static final Logger LOG = LoggerFactory.getLogger(PurgeFilter.class);

    private final BlockInserter inserter;
    private final ClickHouseClient client;
    private final PurgeMarksSource source;
    private final Map<String, RowFacts> facts = new HashMap<>();

    private PurgeFilter(BlockInserter inserter, ClickHouseClient client) {
        this.inserter = inserter;
        this.client = client;
        this.source = new PurgeMarksSource(client);
    }

    /** What a door lets in of which the marks stand in the database of the endpoint. */
    public static Factory before(Factory inserter, ClickHouseEndpoint endpoint) {
        return () -> new PurgeFilter(inserter.open(), new ClickHouseClient(endpoint));
    }

    @Override
    public void insert(Block block, InputStream rows) {
        Optional<PurgedTable> table = PurgedTable.named(block.table());
        PurgeMarks marks = table.isPresent() ? source.marks() : PurgeMarks.NONE;
        if (table.isEmpty() || marks.isEmpty()) {
            inserter.insert(block, rows);
            return;
        }
        KeptRows kept = new KeptRows(rows, table.get(), factsOf(block), marks);
        try {
            if (kept.hasMore()) {
                inserter.insert(block, kept);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the rows of " + block + " cannot be read", e);
        }
        if (kept.leftOut() > 0) {
            LOG.info("Left out {} rows of purged contacts of {}", kept.leftOut(), block);
        }
    }

    private RowFacts factsOf(Block block) {
        RowFacts known = facts.get(block.target());
        if (known == null) {
            Map<String, String> types = new HashMap<>();
            client.rows(new Sql(
                            "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String}",
                            Map.of("table", block.table())))
                    .forEach(row -> types.put(
                            row.path("name").asText(), row.path("type").asText()));
            known = new RowFacts(columns(block.target()), types);
            facts.put(block.target(), known);
        }
        return known;
    }

    /** {@code a} and {@code b} of {@code table (a, b)}. */
    private static List<String> columns(String target) {
        String list = target.substring(target.indexOf('(') + 1, target.lastIndexOf(')'));
        return Arrays.stream(list.split(",")).map(String::strip).toList();
    }

    @Override
    public void close() {
        inserter.close();
        client.close();
    }
}
