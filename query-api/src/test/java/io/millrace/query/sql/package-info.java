@NullMarked
package io.millrace.query.sql;

import org.jspecify.annotations.NullMarked;
