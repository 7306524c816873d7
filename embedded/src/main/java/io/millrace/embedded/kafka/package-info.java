/** A real Kafka broker on this machine, in this process or in one of its own. */
@NullMarked
package io.millrace.embedded.kafka;

import org.jspecify.annotations.NullMarked;
