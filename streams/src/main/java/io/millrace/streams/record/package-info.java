/** The values of topics, byte by byte, and their versions. */
@NullMarked
package io.millrace.streams.record;

import org.jspecify.annotations.NullMarked;
