/** Webhook endpoints over HTTP: which there are, what they were told, tests and replays. */
@NullMarked
package io.millrace.query.webhook;

import org.jspecify.annotations.NullMarked;
