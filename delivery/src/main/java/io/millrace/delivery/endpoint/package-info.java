/** Webhook endpoints: what happens in a workspace is told to those who asked, signed, retried and logged. */
@NullMarked
package io.millrace.delivery.endpoint;

import org.jspecify.annotations.NullMarked;
