@NullMarked
package io.millrace.clickhouse;

import org.jspecify.annotations.NullMarked;
