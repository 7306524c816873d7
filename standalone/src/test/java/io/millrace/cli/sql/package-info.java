@NullMarked
package io.millrace.cli.sql;

import org.jspecify.annotations.NullMarked;
