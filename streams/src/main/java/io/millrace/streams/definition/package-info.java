/** The definitions store: a compacted topic that every service reads whole. */
@NullMarked
package io.millrace.streams.definition;

import org.jspecify.annotations.NullMarked;
