/** ClickHouse as the rest of Millrace sees it: where it is, typed SQL, inserts, schema. */
@NullMarked
package io.millrace.clickhouse;

import org.jspecify.annotations.NullMarked;
