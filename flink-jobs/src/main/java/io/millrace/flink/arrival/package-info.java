/** Records as they come from Kafka: where they stood, when they arrived, and whom they concern. */
@NullMarked
package io.millrace.flink.arrival;

import org.jspecify.annotations.NullMarked;
