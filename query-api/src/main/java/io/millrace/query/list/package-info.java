/** Stored and rejected events as people read them back, and the accounting of both. */
@NullMarked
package io.millrace.query.list;

import org.jspecify.annotations.NullMarked;
