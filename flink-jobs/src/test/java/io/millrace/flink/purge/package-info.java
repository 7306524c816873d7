@NullMarked
package io.millrace.flink.purge;

import org.jspecify.annotations.NullMarked;
