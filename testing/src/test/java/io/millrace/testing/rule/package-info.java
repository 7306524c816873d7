/** Holds the engine and the rule language to the oracle. */
@NullMarked
package io.millrace.testing.rule;

import org.jspecify.annotations.NullMarked;
