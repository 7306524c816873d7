/** Brings stored history into the state of contacts, for segments whose conditions are new. */
@NullMarked
package io.millrace.query.backfill;

import org.jspecify.annotations.NullMarked;
