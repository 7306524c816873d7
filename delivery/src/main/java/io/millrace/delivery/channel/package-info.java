/** What a message has become for its channel, and what a channel answers. */
@NullMarked
package io.millrace.delivery.channel;

import org.jspecify.annotations.NullMarked;
