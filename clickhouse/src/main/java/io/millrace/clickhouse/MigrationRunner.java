package io.millrace.clickhouse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the database to this version's schema. What was applied stands in table {@code schema_migrations}; a
 * migration whose text has changed since, or one that this version does not know, is refused before anything is
 * touched. Can be run again at any time, also by two programs at once: every statement tolerates that it was run.
 */
public final class MigrationRunner {

    private final ClickHouseClient client;
    private final List<Migration> known;

    public MigrationRunner(ClickHouseClient client) {
        this(client, Migrations.known());
    }

    MigrationRunner(ClickHouseClient client, List<Migration> known) {
        this.client = client;
        this.known = List.copyOf(known);
    }

    /**
     * Applies what is missing, in order.
     *
     * @throws SchemaMismatchException if the database is newer or was built from other files
     */
    public void migrate() {
        createDatabase();
        Map<Integer, JsonNode> applied = applied();
        refuseUnknown(applied);
        for (Migration migration : known) {
            JsonNode row = applied.get(migration.number());
            if (row == null) {
                apply(migration);
            } else {
                refuseChanged(migration, row);
            }
        }
    }

    private void createDatabase() {
        client.execute(
                new Sql("CREATE DATABASE IF NOT EXISTS {database:Identifier}", Map.of("database", database())),
                "default");
        client.execute(
                Sql.of(
                        """
                        CREATE TABLE IF NOT EXISTS schema_migrations
                        (
                            number     UInt32,
                            name       String,
                            checksum   String,
                            applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
                        )
                        ENGINE = MergeTree
                        ORDER BY number
                        """));
    }

    private Map<Integer, JsonNode> applied() {
        Map<Integer, JsonNode> applied = new LinkedHashMap<>();
        for (JsonNode row :
                client.rows(Sql.of("SELECT number, name, checksum FROM schema_migrations ORDER BY number"))) {
            applied.put(row.path("number").asInt(), row);
        }
        return applied;
    }

    private void refuseUnknown(Map<Integer, JsonNode> applied) {
        List<Integer> numbers = known.stream().map(Migration::number).toList();
        applied.forEach((number, row) -> {
            if (!numbers.contains(number)) {
                throw new SchemaMismatchException("the database " + database() + " has migration "
                        + row.path("name").asText() + ", which this version of Millrace does not know: it was used by a"
                        + " newer version; start that version instead");
            }
        });
    }

    private void refuseChanged(Migration migration, JsonNode row) {
        if (!migration.checksum().equals(row.path("checksum").asText())) {
            throw new SchemaMismatchException("migration " + migration.fileName() + " was applied to database "
                    + database() + " with another text (checksum "
                    + row.path("checksum").asText() + ", now "
                    + migration.checksum() + "): an applied migration is never edited, add a new one");
        }
    }

    private void apply(Migration migration) {
        migration.statements().forEach(client::execute);
        client.execute(new Sql(
                "INSERT INTO schema_migrations (number, name, checksum) VALUES ({number:UInt32}, {name:String}, {checksum:String})",
                Map.of(
                        "number", migration.number(),
                        "name", migration.fileName(),
                        "checksum", migration.checksum())));
    }

    private String database() {
        return client.endpoint().database();
    }
}
