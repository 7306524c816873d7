/** The event model: who, what, when, and why an event is refused. */
@NullMarked
package io.millrace.core.event;

import org.jspecify.annotations.NullMarked;
