/** The rule language: one sealed tree, which the engine and the SQL compiler both interpret. */
@NullMarked
package io.millrace.core.rule;

import org.jspecify.annotations.NullMarked;
