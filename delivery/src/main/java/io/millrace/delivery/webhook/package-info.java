/** Messages as calls of other people's servers. */
@NullMarked
package io.millrace.delivery.webhook;

import org.jspecify.annotations.NullMarked;
