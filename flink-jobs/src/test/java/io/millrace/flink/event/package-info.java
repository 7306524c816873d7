@NullMarked
package io.millrace.flink.event;

import org.jspecify.annotations.NullMarked;
