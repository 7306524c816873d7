package io.millrace.core.audience;

import org.jspecify.annotations.Nullable;

/**
 * One step within an instant: the change of definitions, one input, or what falls due.
 *
 * @param input null if there is none
 */
record Phase(Cause cause, @Nullable Input input) {}
