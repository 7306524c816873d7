/** People's SQL from the terminal. */
@NullMarked
package io.millrace.cli.sql;

import org.jspecify.annotations.NullMarked;
