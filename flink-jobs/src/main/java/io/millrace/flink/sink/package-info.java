/** Rows into ClickHouse exactly once: blocks that are inserted after their checkpoint, under tokens of their own. */
@NullMarked
package io.millrace.flink.sink;

import org.jspecify.annotations.NullMarked;
