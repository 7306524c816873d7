/** The jobs of Millrace, how they are configured, and their mains for a Flink cluster. */
@NullMarked
package io.millrace.flink;

import org.jspecify.annotations.NullMarked;
