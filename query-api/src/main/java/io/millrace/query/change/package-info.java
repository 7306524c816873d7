/** Entries into and exits from segments: the log of them, and the stream of those that happen now. */
@NullMarked
package io.millrace.query.change;

import org.jspecify.annotations.NullMarked;
