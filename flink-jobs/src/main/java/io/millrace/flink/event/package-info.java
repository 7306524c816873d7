/** What EventJob does to each arrival: dedupe, time, rows, counts and accounting. */
@NullMarked
package io.millrace.flink.event;

import org.jspecify.annotations.NullMarked;
