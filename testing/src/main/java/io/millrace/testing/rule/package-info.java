/**
 * Random segment rules and histories, and an oracle that judges them by definition: over the whole list of what happened,
 * keeping nothing from one instant to the next. Every interpreter of rules is held to its answers.
 */
@NullMarked
package io.millrace.testing.rule;

import org.jspecify.annotations.NullMarked;
