/** Measures what analytics cost over generated events, and what other ways to store events would cost. */
@NullMarked
package io.millrace.bench.analytics;

import org.jspecify.annotations.NullMarked;
