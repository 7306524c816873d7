/** A real ClickHouse in a child process of this program, for one laptop and for tests. */
@NullMarked
package io.millrace.clickhouse.embedded;

import org.jspecify.annotations.NullMarked;
