/** How records that Flink does not know travel between tasks and stand in checkpoints. */
@NullMarked
package io.millrace.flink.type;

import org.jspecify.annotations.NullMarked;
