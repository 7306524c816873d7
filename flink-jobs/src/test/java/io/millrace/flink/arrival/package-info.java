@NullMarked
package io.millrace.flink.arrival;

import org.jspecify.annotations.NullMarked;
