/** Funnels, cohorts and other analytics queries that are kept under a name and asked again. */
@NullMarked
package io.millrace.query.saved;

import org.jspecify.annotations.NullMarked;
