/** The contact engine under a virtual clock, in memory: what would these definitions, events and actions do? */
@NullMarked
package io.millrace.core.simulate;

import org.jspecify.annotations.NullMarked;
