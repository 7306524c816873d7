/** Calls to other people's servers, none to this network unless it is allowed. */
@NullMarked
package io.millrace.delivery.call;

import org.jspecify.annotations.NullMarked;
