/** The contact engine: who is in which segment, to the millisecond, as a pure state machine for one contact. */
@NullMarked
package io.millrace.core.audience;

import org.jspecify.annotations.NullMarked;
