/** Simulation over HTTP: reads a scenario, runs it in memory, tells what would happen. Touches nothing stored. */
@NullMarked
package io.millrace.query.simulate;

import org.jspecify.annotations.NullMarked;
