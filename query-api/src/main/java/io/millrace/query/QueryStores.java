package io.millrace.query;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.Definitions;

/**
 * Where the query service finds what it answers from and writes to.
 *
 * @param access workspaces and keys over {@code definitions}
 * @param sqlClickhouse the same ClickHouse as the user for people's SQL
 * @param kafka the bootstrap address
 */
public record QueryStores(
        Definitions definitions,
        Access access,
        ClickHouseEndpoint clickhouse,
        ClickHouseEndpoint sqlClickhouse,
        String kafka) {}
