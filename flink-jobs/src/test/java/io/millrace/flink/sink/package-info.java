@NullMarked
package io.millrace.flink.sink;

import org.jspecify.annotations.NullMarked;
