/** From the topic of sends to outcomes: reading, judging, attempting, committing. */
@NullMarked
package io.millrace.delivery.flow;

import org.jspecify.annotations.NullMarked;
