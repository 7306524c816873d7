/** People's own SQL, read-only and bound to their workspace. */
@NullMarked
package io.millrace.query.sql;

import org.jspecify.annotations.NullMarked;
