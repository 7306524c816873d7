package io.millrace.query.purge;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseUnavailableException;
import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.SqlValues;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Deletes rows for good: ClickHouse writes the parts that hold some of them anew, one such change of a table at a time,
 * and leaves the others alone. For one thread.
 */
final class RowRemoval {

    private static final long POLL_MILLIS = 100;

    private final ClickHouseClient client;
    private final BooleanSupplier closing;

    /** @param closing ends the waiting; what ClickHouse has begun it ends by itself */
    RowRemoval(ClickHouseClient client, BooleanSupplier closing) {
        this.client = client;
        this.closing = closing;
    }

    /**
     * Deletes the rows of a workspace that meet a condition, if there are any, and returns when they are gone.
     *
     * @param condition made with the values that it is given
     */
    void remove(String table, String workspace, Function<SqlValues, String> condition) {
        if (count(table, workspace, condition) == 0) {
            return;
        }
        awaitMutations(table);
        SqlValues values = new SqlValues();
        client.execute(values.sql("ALTER TABLE " + table + " DELETE WHERE " + where(workspace, condition, values)));
        awaitMutations(table);
    }

    /** Empties a text column of the rows that meet a condition, if there are any, and returns when it is empty. */
    void empty(String table, String column, String workspace, Function<SqlValues, String> condition) {
        Function<SqlValues, String> filled = values -> column + " != '' AND (" + condition.apply(values) + ")";
        if (count(table, workspace, filled) == 0) {
            return;
        }
        awaitMutations(table);
        SqlValues values = new SqlValues();
        client.execute(values.sql(
                "ALTER TABLE " + table + " UPDATE " + column + " = '' WHERE " + where(workspace, filled, values)));
        awaitMutations(table);
    }

    /** As {@link #remove}, but the rows leave the disk later; says whether there were any. */
    boolean mask(String table, String workspace, Function<SqlValues, String> condition) {
        if (count(table, workspace, condition) == 0) {
            return false;
        }
        awaitMutations(table);
        SqlValues values = new SqlValues();
        client.rows(
                values.sql("DELETE FROM " + table + " WHERE " + where(workspace, condition, values)),
                Map.of("lightweight_deletes_sync", "0"));
        awaitMutations(table);
        return true;
    }

    long count(String table, String workspace, Function<SqlValues, String> condition) {
        SqlValues values = new SqlValues();
        return client.rows(values.sql(
                        "SELECT count() AS n FROM " + table + " WHERE " + where(workspace, condition, values)))
                .get(0)
                .path("n")
                .asLong();
    }

    private static String where(String workspace, Function<SqlValues, String> condition, SqlValues values) {
        return "workspace = " + values.text(workspace) + " AND (" + condition.apply(values) + ")";
    }

    private void awaitMutations(String table) {
        while (running(table)) {
            if (closing.getAsBoolean()) {
                throw new ClickHouseUnavailableException("stopped while rows of " + table + " were removed", null);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClickHouseUnavailableException("stopped while rows of " + table + " were removed", e);
            }
        }
    }

    private boolean running(String table) {
        return client.rows(new Sql(
                                "SELECT count() AS n FROM system.mutations WHERE database = currentDatabase()"
                                        + " AND table = {table:String} AND NOT is_done AND NOT is_killed",
                                Map.of("table", table)))
                        .get(0)
                        .path("n")
                        .asLong()
                > 0;
    }
}
