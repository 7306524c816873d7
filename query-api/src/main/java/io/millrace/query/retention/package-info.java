/** Cohort retention: who came back how long after a start. */
@NullMarked
package io.millrace.query.retention;

import org.jspecify.annotations.NullMarked;
