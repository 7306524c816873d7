/** Messages by mail. */
@NullMarked
package io.millrace.delivery.email;

import org.jspecify.annotations.NullMarked;
